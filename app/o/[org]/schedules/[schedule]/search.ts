import * as z from "zod";
import { parseDate } from "@/lib/schedule/calendar";
import type { Instant, LocalDate } from "@/lib/schedule/types";

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

/** A moment in an address: an instant in ms since 1970, or what a form's field says of one; what is neither is no moment. */
const momentParam = z
  .union([
    z.literal("").transform(() => undefined),
    z
      .string()
      .max(15)
      .regex(/^\d{1,15}$/)
      .transform(Number),
    z.string().max(30),
  ])
  .optional()
  .catch("");

/** The address of a view of a schedule. What does not parse falls back. */
export const searchSchema = z.object({
  view: z.enum(["timeline", "month", "list", "history"]).catch("timeline"),
  zoom: z.enum(["day", "week", "2weeks", "month"]).catch("week"),
  date: dateParam,
  zone: z.enum(["mine", "schedule"]).catch("mine"),
  /** An instant whose shifts are explained. */
  at: momentParam,
  /** An instant: what was published later is left out. */
  known: momentParam,
  tier: z.string().max(100).optional().catch(undefined),
  /** For the history: revisions below this number. */
  before: z.coerce.number().pipe(z.int32().min(1)).optional().catch(undefined),
});

export type Asked = z.output<typeof searchSchema>;
/** The address with its moments read. */
export type Search = Omit<Asked, "at" | "known"> & {
  readonly at?: Instant | undefined;
  readonly known?: Instant | undefined;
};

/** The address of what a form asked for by instants, which are the same in every zone; an instant brings its own days. */
export function instantsHref({ at, known, tier, date, ...search }: Search): string {
  return hrefWith(search, { at, known, tier, ...(at === undefined && { date }) });
}

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
