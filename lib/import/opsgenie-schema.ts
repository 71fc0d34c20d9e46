import * as z from "zod";
import { instantText } from "./time";

/**
 * Opsgenie API v2, fields we do not use left out. Accepted files:
 *
 * - `GET /v2/schedules?expand=rotation`: `{ "data": [ … ] }`
 * - `GET /v2/schedules/{id}`: `{ "data": { … } }`
 *
 * each optionally with, beside `data` at the top level:
 *
 * - `"overrides"`: the answer of `GET /v2/schedules/{id}/overrides` (`{ "data": [ … ] }`), its
 *   list, or several lists joined; each override names its schedule in `_parent`;
 * - `"timelines"`: a list of answers of `GET /v2/schedules/{id}/timeline?expand=base,override&…`;
 * - `"users"`: the answer of `GET /v2/users`, for full names.
 */
const id = z.string().min(1).max(100);
const label = z.string().max(2000).nullish();

const parent = z.object({ id: id.nullish(), name: label }).nullish();

const participant = z.object({
  type: z.string().max(50),
  id: id.nullish(),
  username: label,
  name: label,
});

const hour = z.int().min(0).max(24);
const minute = z.int().min(0).max(59);
const day = z
  .string()
  .max(20)
  .toLowerCase()
  .pipe(z.enum(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]));

const times = { startHour: hour, startMin: minute, endHour: hour, endMin: minute };

const timeRestriction = z.object({
  type: z.string().max(100),
  restriction: z.object(times).nullish(),
  restrictions: z
    .array(z.object({ ...times, startDay: day, endDay: day }))
    .max(200)
    .nullish(),
});

const rotation = z.object({
  id: id.nullish(),
  name: label,
  startDate: instantText,
  endDate: instantText.nullish(),
  type: z.string().max(50),
  length: z.int().min(1).max(10_000).nullish(),
  participants: z.array(participant).max(500).nullish(),
  timeRestriction: timeRestriction.nullish(),
});

const schedule = z.object({
  id,
  name: label,
  timezone: z.string().min(1).max(100),
  enabled: z.boolean().nullish(),
  rotations: z.array(rotation).max(200).nullish(),
});

const override = z
  .object({
    _parent: parent,
    alias: label,
    user: participant,
    startDate: instantText,
    endDate: instantText,
    rotations: z
      .array(z.object({ id: id.nullish(), name: label }))
      .max(200)
      .nullish(),
  })
  .refine((value) => value.startDate < value.endDate, "must end after it starts");

const period = z
  .object({
    startDate: instantText,
    endDate: instantText,
    type: label,
    recipient: participant.nullish(),
  })
  .refine((value) => value.startDate <= value.endDate, "ends before it starts");

const timeline = z.object({
  _parent: parent,
  startDate: instantText,
  endDate: instantText,
  finalTimeline: z.object({
    rotations: z.array(z.object({ periods: z.array(period).max(10_000).nullish() })).max(200),
  }),
});

const user = z.object({ id, username: label, fullName: label });

/** The API wraps its answers in `{ data }`; a list that somebody has joined by hand need not be. */
const unwrap = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "data" in value ? value.data : value;

export const opsgenieFile = z.object({
  data: z.preprocess(
    (value) => (Array.isArray(value) ? value : [value]),
    z.array(schedule).max(200),
  ),
  overrides: z.preprocess(unwrap, z.array(override).max(2000).nullish()),
  timelines: z.array(z.preprocess(unwrap, timeline)).max(200).nullish(),
  users: z.preprocess(unwrap, z.array(user).max(5000).nullish()),
});

export type OpsgenieFile = z.infer<typeof opsgenieFile>;
export type OpsgenieSchedule = z.infer<typeof schedule>;
export type OpsgenieRotation = z.infer<typeof rotation>;
export type OpsgenieOverride = z.infer<typeof override>;
export type OpsgenieParticipant = z.infer<typeof participant>;
export type OpsgenieRestriction = z.infer<typeof timeRestriction>;
