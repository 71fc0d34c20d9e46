import * as z from "zod";
import { instantText, wallText } from "./time";

/**
 * Grafana OnCall's public API v1, fields we do not use left out. The accepted file joins several
 * answers in one object:
 *
 * - `"schedules"`: the answer of `GET /api/v1/schedules/` (`{ "results": [ … ] }`) or its list;
 * - `"on_call_shifts"`: the answer of `GET /api/v1/on_call_shifts/` or its list;
 * - optionally `"users"`: the answer of `GET /api/v1/users/` or its list, for names and e-mail
 *   addresses;
 * - optionally `"final_shifts"`: the answer of `GET
 *   /api/v1/schedules/{id}/final_shifts?start_date&end_date` or its list (one schedule), or `{
 *   "<schedule id>": answer }` (several);
 * - optionally `"from"`, `"until"`: the instants those final shifts were asked for; without them
 *   their first and last instants count;
 * - optionally `"shift_swaps"`: the answer of `GET /api/v1/shift_swaps/` or its list.
 */
const id = z.string().min(1).max(100);
const label = z.string().max(2000).nullish();
const zone = z.string().min(1).max(100).nullish();
const users = z.array(id).max(500);

/**
 * The API pages its answers as `{ results }`; a list that somebody has joined by hand need not be.
 */
const unwrap = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "results" in value ? value.results : value;

const schedule = z.object({
  id,
  name: label,
  type: z.string().max(50),
  time_zone: zone,
  shifts: z.array(id).max(500).nullish(),
  ical_url_overrides: label,
});

const weekday = z.enum(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]);

const shift = z.object({
  id,
  name: label,
  type: z.string().max(50),
  time_zone: zone,
  level: z.int().min(0).max(1000).nullish(),
  start: wallText,
  duration: z
    .int()
    .min(1)
    .max(366 * 86_400),
  rotation_start: wallText.nullish(),
  until: wallText.nullish(),
  frequency: z.string().max(50).nullish(),
  interval: z.int().min(1).max(1000).nullish(),
  week_start: weekday.nullish(),
  by_day: z.array(weekday).max(7).nullish(),
  by_month: z.array(z.int()).max(12).nullish(),
  by_monthday: z.array(z.int()).max(62).nullish(),
  users: users.nullish(),
  rolling_users: z.array(users).max(500).nullish(),
  start_rotation_from_user_index: z.int().min(0).max(500).nullish(),
});

const user = z.object({ id, email: label, username: label, name: label });

const finalShift = z
  .object({
    user_pk: id,
    user_email: label,
    user_username: label,
    shift_start: instantText,
    shift_end: instantText,
  })
  .refine((value) => value.shift_start <= value.shift_end, "ends before it starts");

const finalShifts = z.preprocess(unwrap, z.array(finalShift).max(20_000));

/** One schedule's answer stands under an empty key. */
const finalBySchedule = z.preprocess(
  (value) => (Array.isArray(unwrap(value)) ? { "": value } : value),
  z.record(z.string().max(100), finalShifts),
);

const swap = z
  .object({
    schedule: id,
    swap_start: instantText,
    swap_end: instantText,
    beneficiary: id,
    benefactor: id.nullish(),
  })
  .refine((value) => value.swap_start < value.swap_end, "must end after it starts");

export const grafanaFile = z.object({
  schedules: z.preprocess(unwrap, z.array(schedule).max(200)),
  on_call_shifts: z.preprocess(unwrap, z.array(shift).max(5000)),
  users: z.preprocess(unwrap, z.array(user).max(5000).nullish()),
  final_shifts: finalBySchedule.nullish(),
  from: instantText.nullish(),
  until: instantText.nullish(),
  shift_swaps: z.preprocess(unwrap, z.array(swap).max(2000).nullish()),
});

export type GrafanaFile = z.infer<typeof grafanaFile>;
export type GrafanaSchedule = z.infer<typeof schedule>;
export type GrafanaShift = z.infer<typeof shift>;
export type GrafanaWeekday = z.infer<typeof weekday>;
