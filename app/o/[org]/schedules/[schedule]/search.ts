import * as z from "zod";
import { parseDate } from "@/lib/schedule/calendar";
import type { LocalDate } from "@/lib/schedule/types";

function isDate(text: string): boolean {
  try {
    const day = parseDate(text);
    return day > parseDate("1970-01-01") && day < parseDate("2200-01-01");
  } catch {
    return false;
  }
}

/** A day in an address. What is no day, or lies where no roster does, is left out. */
export const dateParam = z.string().max(10).refine(isDate).optional().catch(undefined);
const instantParam = z.coerce.number().int().min(0).max(7_258_118_400_000).optional();

/** The address of a view of a schedule. What does not parse falls back. */
export const searchSchema = z.object({
  view: z.enum(["timeline", "month", "list", "history"]).catch("timeline"),
  zoom: z.enum(["day", "week", "2weeks", "month"]).catch("week"),
  date: dateParam,
  zone: z.enum(["mine", "schedule"]).catch("mine"),
  /** An instant whose shifts are explained. */
  at: instantParam.catch(undefined),
  /** An instant: what was published later is left out. */
  known: instantParam.catch(undefined),
  tier: z.string().max(100).optional().catch(undefined),
  /** For the history: revisions below this number. */
  before: z.coerce.number().int().min(1).optional().catch(undefined),
});

export type Search = z.output<typeof searchSchema>;

/** The address of the same page with some of it changed; `at` and `before` are not carried on. */
export function hrefWith(
  search: Search,
  changes: Partial<Search> & { date?: LocalDate | undefined },
): string {
  const { at: _at, tier: _tier, before: _before, ...kept } = search;
  const merged = Object.entries({ ...kept, ...changes }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return `?${new URLSearchParams(merged)}`;
}
