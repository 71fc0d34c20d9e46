import { compile } from "@/lib/schedule/compile";
import type { Instant, PersonId } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { zones } from "@/lib/zones/table";
import { revisionsOf } from "./published";

type OwnShift = {
  readonly schedule: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
};

/** A person's shifts between two instants in every schedule, those put away too; the past as it held then. */
export async function shiftsBetween(
  context: Context,
  person: PersonId,
  from: Instant,
  until: Instant,
): Promise<readonly OwnShift[]> {
  const schedules = await context.db.schedule.findMany({ select: { id: true, name: true } });
  const ids = schedules.map(({ id }) => id);
  const revisions = await revisionsOf(context, ids, from, until);
  const shifts = schedules.flatMap(({ id, name }) => {
    const held = revisions.get(id) ?? [];
    if (held.length === 0) return [];
    return compile(held, zones)
      .resolve(from, until)
      .filter(({ people }) => people.includes(person))
      .map(({ startsAt, endsAt }) => ({
        schedule: name,
        startsAt: new Date(startsAt),
        endsAt: new Date(endsAt),
      }));
  });
  return shifts.sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}
