import * as z from "zod";
import {
  DAY,
  type DayNumber,
  dateOf,
  dayOf,
  formatDate,
  monthNumber,
  parseDate,
} from "@/lib/schedule/calendar";
import type { Instant, Interval, LocalDate } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { dateSchema } from "./schema-parts";

/** The spans that a report offers; `own` is from a date until another, both included. */
export const reportSpans = {
  "this-month": "This month",
  "last-month": "Last month",
  "next-month": "Next month",
  "this-quarter": "This quarter",
  "last-quarter": "Last quarter",
  own: "From … until …",
} as const;
const names = [
  "this-month",
  "last-month",
  "next-month",
  "this-quarter",
  "last-quarter",
  "own",
] as const;

const blank = z.literal("").transform(() => undefined);
const optional = <T extends z.ZodType>(schema: T) =>
  z.union([schema, blank]).optional().catch(undefined);

/** The query string of the page of reports. What does not parse is left out. */
export const reportSearchSchema = z.object({
  span: z.enum(names).catch("this-month").default("this-month"),
  from: optional(dateSchema),
  until: optional(dateSchema),
  team: optional(rowIdSchema),
  schedule: optional(rowIdSchema),
});
export type ReportSearch = z.output<typeof reportSearchSchema>;

/** The longest span of one report, in days. */
export const LONGEST_SPAN = 400;

/** A span of whole local days; `first` and `last` are both included. */
export type ReportSpan = Interval & { readonly first: LocalDate; readonly last: LocalDate };

const monthStart = (month: number): DayNumber => dayOf(Math.floor(month / 12), (month % 12) + 1, 1);

/** Whole days of a zone as a span. */
export const daysSpan = (first: DayNumber, last: DayNumber, zone: Zone): ReportSpan => ({
  first: formatDate(first),
  last: formatDate(last),
  startsAt: zone.first(first * DAY),
  endsAt: zone.first((last + 1) * DAY),
});

/** `count` months from one on, counted by `monthNumber`, as a span. */
export const monthsSpan = (month: number, count: number, zone: Zone): ReportSpan =>
  daysSpan(monthStart(month), monthStart(month + count) - 1, zone);

/** What is wrong with a first and last day, in words, or null. */
export const spanProblem = (first: DayNumber, last: DayNumber): string | null => {
  if (last < first) return "The last day is before the first: choose them the other way round.";
  return last - first >= LONGEST_SPAN
    ? `A report spans at most ${LONGEST_SPAN} days: choose a shorter time.`
    : null;
};

/**
 * The span that a search asks for, in the organisation's zone. One that does not work out is this month, with
 * `problem` saying why.
 */
export function spanOfSearch(
  { span, from, until }: Pick<ReportSearch, "span" | "from" | "until">,
  zone: Zone,
  now: Instant,
): ReportSpan & { readonly problem: string | null } {
  const month = monthNumber(dateOf(Math.floor(zone.toWall(now) / DAY)));
  const quarter = month - (month % 3);
  const months = (start: number, count: number) => ({
    ...monthsSpan(start, count, zone),
    problem: null,
  });
  switch (span) {
    case "this-month":
      return months(month, 1);
    case "last-month":
      return months(month - 1, 1);
    case "next-month":
      return months(month + 1, 1);
    case "this-quarter":
      return months(quarter, 3);
    case "last-quarter":
      return months(quarter - 3, 3);
    case "own": {
      if (!from || !until)
        return { ...months(month, 1), problem: "Choose the first and last day." };
      const [first, last] = [parseDate(from), parseDate(until)];
      const problem = spanProblem(first, last);
      return problem
        ? { ...months(month, 1), problem }
        : { ...daysSpan(first, last, zone), problem };
    }
  }
}
