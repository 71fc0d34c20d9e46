import type { RotationUnit, Weekday } from "@/lib/schedule/types";
import type { GrafanaShift, GrafanaWeekday } from "./grafana-schema";
import { DAY, HOUR, toWeekday, WEEK } from "./time";
import { EVERY_DAY, type Span } from "./windows";

/**
 * How a recurring shift is told as a rotation: the groups with empty turns between, and the hours
 * it works.
 */
export type Plan = {
  readonly unit: RotationUnit;
  readonly every: number;
  /**
   * Wall-clock reading at which the first turn begins; before the shift's own start nothing
   * counts.
   */
  readonly anchor: number;
  readonly weekdays: readonly Weekday[];
  readonly groups: readonly (readonly string[])[];
  readonly spans: readonly Span[];
  /** How it differs from the original; null when it does not. */
  readonly differs: string | null;
};

const SECOND = 1000;
const MONTH = 30.4375 * DAY;
// Turns are built before they are counted against what a layer may hold; this bounds the building.
const TURN_LIMIT = 2500;

const DAYS: Readonly<Record<GrafanaWeekday, Weekday>> = {
  MO: 1,
  TU: 2,
  WE: 3,
  TH: 4,
  FR: 5,
  SA: 6,
  SU: 7,
};

/**
 * The plan of a `rolling_users` or `recurrent_event` shift, or a sentence saying why it has none.
 *
 * The rules are those of the shifts' recurrence: each group has its own, `interval` times the
 * number of groups apart. So a weekly shift on certain weekdays turns at the start of the week
 * (its first turn may be short), a daily one gives each group `interval` of the chosen days, and
 * without weekdays each group works `duration` once in its period.
 */
export function planRotation(shift: GrafanaShift): Plan | string {
  if (shift.by_month?.length || shift.by_monthday?.length) {
    return "It recurs on certain months or days of the month; windows here are weekly.";
  }
  const groups = toGroups(shift);
  if (groups.length === 0) return "Nobody is in it.";
  if (groups.length * (shift.interval ?? 1) > TURN_LIMIT) return "It would need too many turns.";
  return byFrequency(shift, groups);
}

function toGroups(shift: GrafanaShift): readonly (readonly string[])[] {
  if (shift.type === "rolling_users" && shift.rolling_users?.length) {
    const all = shift.rolling_users;
    const first = (shift.start_rotation_from_user_index ?? 0) % all.length;
    return [...all.slice(first), ...all.slice(0, first)];
  }
  return shift.users?.length ? [shift.users] : [];
}

function byFrequency(shift: GrafanaShift, groups: readonly (readonly string[])[]): Plan | string {
  const days = [...new Set(shift.by_day ?? [])].map((day) => DAYS[day]).sort((a, b) => a - b);
  switch (shift.frequency) {
    case "hourly":
      return days.length === 0
        ? plain(shift, groups, "hour", HOUR)
        : "It is hourly on certain weekdays.";
    case "daily":
      return days.length === 0 ? plain(shift, groups, "day", DAY) : dailyOn(shift, groups, days);
    case "weekly":
      return days.length === 0 ? plain(shift, groups, "week", WEEK) : weeklyOn(shift, groups, days);
    case "monthly":
      return days.length === 0 ? monthly(shift, groups) : "It is monthly on certain weekdays.";
    default:
      return "It recurs neither hourly, daily, weekly nor monthly.";
  }
}

/** Each group `worked` of every `interval` units, then nobody until the next group's period. */
function spread(
  groups: readonly (readonly string[])[],
  worked: number,
  interval: number,
): { readonly every: number; readonly groups: readonly (readonly string[])[] } {
  const every = divisor(worked, interval);
  const turns = (count: number, people: readonly string[]) =>
    Array.from({ length: count / every }, () => people);
  return {
    every,
    groups: groups.flatMap((people) => [...turns(worked, people), ...turns(interval - worked, [])]),
  };
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

const OVERLONG =
  "Its shifts last longer than their period; the part that overlaps the next is left out.";

function plain(
  shift: GrafanaShift,
  groups: readonly (readonly string[])[],
  unit: "hour" | "day" | "week",
  unitMs: number,
): Plan | string {
  const interval = shift.interval ?? 1;
  const length = shift.duration * SECOND;
  const overlong = length > interval * unitMs;
  if (!overlong && length > unitMs && length % unitMs !== 0) {
    return `Its shifts last neither whole ${unit}s nor less than one.`;
  }
  if (length < unitMs && unit === "hour") return "Its shifts are shorter than an hour.";
  const worked = overlong ? interval : Math.max(1, length / unitMs);
  const days = unit === "week" ? [toWeekday(shift.start)] : EVERY_DAY;
  const spans = length < unitMs ? [{ days, startMs: shift.start % DAY, lengthMs: length }] : [];
  return {
    unit,
    anchor: shift.start,
    weekdays: [],
    spans,
    ...spread(groups, Math.ceil(worked), interval),
    differs: overlong ? OVERLONG : null,
  };
}

function dailyOn(
  shift: GrafanaShift,
  groups: readonly (readonly string[])[],
  days: readonly Weekday[],
): Plan {
  const interval = shift.interval ?? 1;
  const length = shift.duration * SECOND;
  const spans = [{ days, startMs: shift.start % DAY, lengthMs: Math.min(length, DAY) }];
  const base = { unit: "day", spans, differs: length > DAY ? OVERLONG : null } as const;
  if (shift.type === "recurrent_event") {
    return { ...base, anchor: shift.start, weekdays: [], ...spread(groups, 1, interval) };
  }
  let anchor = shift.start;
  while (!days.includes(toWeekday(anchor))) anchor += DAY;
  return { ...base, anchor, weekdays: days, every: interval, groups };
}

function weeklyOn(
  shift: GrafanaShift,
  groups: readonly (readonly string[])[],
  days: readonly Weekday[],
): Plan {
  const weekStart = DAYS[shift.week_start ?? "SU"];
  const anchor = shift.start - ((toWeekday(shift.start) - weekStart + 7) % 7) * DAY;
  const length = shift.duration * SECOND;
  return {
    unit: "week",
    anchor,
    weekdays: [],
    spans: [{ days, startMs: shift.start % DAY, lengthMs: length }],
    ...spread(groups, 1, shift.interval ?? 1),
    differs:
      length > DAY
        ? "Shifts longer than a day that run past the start of the week change hands there."
        : null,
  };
}

function monthly(shift: GrafanaShift, groups: readonly (readonly string[])[]): Plan | string {
  const interval = shift.interval ?? 1;
  const length = shift.duration * SECOND;
  if (new Date(shift.start).getUTCDate() > 28) {
    return "It is monthly on a day that some months lack; there it is left out, here it would be the last day.";
  }
  if (length < 28 * DAY) return "It is monthly and shorter than a month; windows here are weekly.";
  const worked = Math.min(interval, Math.round(length / MONTH));
  return {
    unit: "month",
    anchor: shift.start,
    weekdays: [],
    spans: [],
    ...spread(groups, worked, interval),
    differs: "Its shifts have a fixed length; here they last until the month's handoff.",
  };
}
