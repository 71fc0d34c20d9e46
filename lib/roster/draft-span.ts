import * as z from "zod";
import { DAY, parseDate } from "@/lib/schedule/calendar";
import type { Instant, Interval, LocalDate } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { daysSpan, spanProblem } from "./report-span";
import { dateSchema } from "./schema-parts";

/** The weeks that a review offers, from the first hour that changes. */
export const reviewWeeks = ["4", "8", "13", "26"] as const;

const date = dateSchema.optional().catch(undefined);

/** The query string of a review's load: so many weeks, or from a day until another, both included. */
export const reviewSpanSchema = z.object({
  weeks: z.enum(reviewWeeks).catch("4").default("4"),
  from: date,
  until: date,
});
export type ReviewSearch = z.output<typeof reviewSpanSchema>;

export type ReviewSpan = Interval & {
  /** Null where days were asked for. */
  readonly weeks: ReviewSearch["weeks"] | null;
  readonly first?: LocalDate;
  readonly last?: LocalDate;
  readonly problem: string | null;
};

/** The time a review looks at, in the schedule's zone. Days that do not work out give weeks, with `problem` saying why. */
export function spanOfReview(
  { weeks, from, until }: ReviewSearch,
  firstChangeAt: Instant,
  zone: Zone,
): ReviewSpan {
  const counted = {
    startsAt: firstChangeAt,
    endsAt: firstChangeAt + Number(weeks) * 7 * DAY,
    weeks,
  };
  if (!(from && until)) {
    const problem = from || until ? "Give both days, from and until." : null;
    return { ...counted, problem };
  }
  const [first, last] = [parseDate(from), parseDate(until)];
  const problem = spanProblem(first, last);
  return problem
    ? { ...counted, problem }
    : { ...daysSpan(first, last, zone), weeks: null, problem: null };
}
