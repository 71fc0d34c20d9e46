import type { Roster } from "@/lib/schedule/compile";
import type { Instant, Shift } from "@/lib/schedule/types";

/**
 * The shifts that end after `from` and begin before `until`, whole: nobody's duty ends where somebody stopped looking.
 * By their beginning.
 */
export function wholeShifts(roster: Roster, from: Instant, until: Instant): Shift[] {
  const inside = roster
    .resolve(from, until)
    .filter(({ startsAt, endsAt }) => startsAt > from && endsAt < until);
  const last = roster.shiftsAt(until - 1).filter(({ startsAt }) => startsAt > from);
  return [...roster.shiftsAt(from), ...inside, ...last].sort((a, b) => a.startsAt - b.startsAt);
}
