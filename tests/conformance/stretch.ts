import * as z from "zod";
import { HOUR } from "@/lib/schedule/calendar";
import { readClock } from "./reading";

const moment = z.union([z.number(), z.string()]).optional();
const text = z.string();

/** Hours of the day: a number, "10:30", or a date and time, whose date is left out. */
const hoursIn = (given: string | number): number => {
  if (typeof given === "number") {
    return given;
  }
  const [clock] = /\d{1,2}:\d{2}(:\d{2})?/.exec(given) ?? [];
  return clock ? readClock(clock) / HOUR : Number.NaN;
};

/** Who, from when, until when or for how long: in hours of one day, under whichever name. */
export const stretch = z
  .looseObject({
    user: z.union([text, z.array(text)]).nullish(),
    users: z.array(text).nullish(),
    priority: z.number().nullish(),
    start_h: moment,
    start: moment,
    end_h: moment,
    end: moment,
    duration_h: z.number().positive().optional(),
    duration: z.number().positive().optional(),
    duration_s: z.number().positive().optional(),
    gap: z.boolean().nullish(),
    is_gap: z.boolean().nullish(),
  })
  .transform((given, context) => {
    const { start_h = given.start, end_h = given.end, duration_s, duration } = given;
    const start = start_h === undefined ? Number.NaN : hoursIn(start_h);
    const end = end_h === undefined ? undefined : hoursIn(end_h);
    if (Number.isNaN(start) || Number.isNaN(end)) {
      context.addIssue({ code: "custom", message: "no start and end" });
      return z.NEVER;
    }
    const seconds = duration_s ?? (duration !== undefined && duration > 100 ? duration : undefined);
    return {
      users: [given.user ?? given.users ?? []].flat(),
      priority: given.priority,
      gap: given.gap ?? given.is_gap,
      start_h: start,
      end_h: end,
      duration_h: given.duration_h ?? (seconds === undefined ? duration : seconds / 3600),
    };
  });

/** An end that is not after its start is the next day's. */
export const laterThan = (start: number, end: number): number => (end > start ? end : end + 24);

export const peopleOf = ({ users }: { readonly users: readonly string[] }): readonly string[] =>
  users;
