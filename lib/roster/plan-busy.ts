import { spanOf } from "@/lib/planner/types";
import { compile } from "@/lib/schedule/compile";
import { clip, union } from "@/lib/schedule/interval";
import type { Interval, PersonId, Shift } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { zones } from "@/lib/zones/table";
import { revisionsOf } from "./published";

/**
 * What is published between two instants in the other schedules of these people's teams, the past as it held then.
 * Those that the actor may not see are among them: of them a plan says no more than that somebody is on call elsewhere.
 */
export async function shiftsElsewhere(
  context: Context,
  scheduleId: string,
  people: readonly PersonId[],
  { startsAt, endsAt }: Interval,
): Promise<readonly Shift[]> {
  const rows = await context.db.schedule.findMany({
    where: {
      id: { not: scheduleId },
      archivedAt: null,
      headRevision: { gt: 0 },
      team: { people: { some: { personId: { in: [...people] } } } },
    },
    select: { id: true },
  });
  const ids = rows.map(({ id }) => id);
  const revisions = await revisionsOf(context, ids, startsAt, endsAt);
  return ids.flatMap((id) => {
    const held = revisions.get(id) ?? [];
    return held.length === 0 ? [] : compile(held, zones).resolve(startsAt, endsAt);
  });
}

/** When a person is on call in these shifts. */
export const heldBy = (shifts: readonly Shift[], person: PersonId): Interval[] =>
  union(shifts.filter(({ people }) => people.includes(person)));

const gapBetween = (a: Interval, b: Interval): number =>
  Math.max(a.startsAt - b.endsAt, b.startsAt - a.endsAt);

/**
 * The time in which somebody cannot take a planned shift: when they are off or on call elsewhere, and in the shifts that
 * would leave them less than `restMs` to what they hold elsewhere. Shifts that touch are one stretch, as in the check of
 * a roster.
 */
export function awayFrom(
  steps: readonly Interval[],
  restMs: number,
  off: readonly Interval[],
  elsewhere: readonly Interval[],
): Interval[] {
  const { startsAt, endsAt } = spanOf({ steps });
  const tooClose = steps.filter((step) =>
    elsewhere.some((held) => {
      const gap = gapBetween(step, held);
      return gap > 0 && gap < restMs;
    }),
  );
  return union([...off, ...elsewhere, ...tooClose].map((one) => clip(one, startsAt, endsAt)));
}
