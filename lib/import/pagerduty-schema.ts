import * as z from "zod";
import { instantText } from "./time";

/**
 * PagerDuty REST API v2, fields we do not use left out. Accepted files:
 *
 * - `GET /schedules/{id}?since&until`: `{ "schedule": { … } }`
 * - `GET /schedules?include[]=schedule_layers&include[]=final_schedule…`: `{ "schedules": [ … ] }`
 *
 * each optionally with, beside it at the top level:
 *
 * - `"users"`: the list of `GET /schedules/{id}/users` or `GET /users`, for e-mail addresses;
 * - `"overrides"`: the list of `GET /schedules/{id}/overrides?since&until` (one schedule), or `{
 *   "<schedule id>": [ … ] }` (several);
 * - `"since"`, `"until"`: the interval asked for; without them the final schedule's first and last
 *   instants count.
 */
const id = z.string().min(1).max(100);
const label = z.string().max(2000).nullish();

const reference = z.object({ id, summary: label, name: label, email: label });

const entry = z
  .object({ start: instantText, end: instantText, user: reference.nullish() })
  .refine((value) => value.start <= value.end, "ends before it starts");

const entries = z.object({ rendered_schedule_entries: z.array(entry).max(10_000).nullish() });

const restriction = z.object({
  type: z.string().max(100),
  start_day_of_week: z.int().min(1).max(7).nullish(),
  start_time_of_day: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, "must be HH:MM:SS"),
  duration_seconds: z.int().min(1).max(604_800),
});

const layer = z.object({
  id: id.nullish(),
  name: label,
  start: instantText.nullish(),
  end: instantText.nullish(),
  rotation_virtual_start: instantText,
  rotation_turn_length_seconds: z
    .int()
    .min(1)
    .max(366 * 86_400),
  users: z.array(z.object({ user: reference })).max(500),
  restrictions: z.array(restriction).max(200).nullish(),
});

const schedule = z.object({
  id,
  name: label,
  summary: label,
  time_zone: z.string().min(1).max(100),
  schedule_layers: z.array(layer).max(200).nullish(),
  final_schedule: entries.nullish(),
  overrides_subschedule: entries.nullish(),
});

const override = z
  .object({ id: id.nullish(), start: instantText, end: instantText, user: reference })
  .refine((value) => value.start < value.end, "must end after it starts");

const overrides = z.array(override).max(2000);

/** A bare list belongs to the file's only schedule: its key is empty. */
const overridesBySchedule = z.preprocess(
  (value) => (Array.isArray(value) ? { "": value } : value),
  z.record(z.string().max(100), overrides),
);

export const pagerdutyFile = z
  .object({
    schedule: schedule.nullish(),
    schedules: z.array(schedule).max(200).nullish(),
    users: z.array(reference).max(5000).nullish(),
    overrides: overridesBySchedule.nullish(),
    since: instantText.nullish(),
    until: instantText.nullish(),
  })
  .transform(({ schedule: one, schedules, ...rest }) => ({
    ...rest,
    schedules: [...(one ? [one] : []), ...(schedules ?? [])],
  }));

export type PagerdutyFile = z.infer<typeof pagerdutyFile>;
export type PagerdutySchedule = z.infer<typeof schedule>;
export type PagerdutyLayer = z.infer<typeof layer>;
export type PagerdutyOverride = z.infer<typeof override>;
export type PagerdutyRestriction = z.infer<typeof restriction>;
export type PagerdutyReference = z.infer<typeof reference>;
