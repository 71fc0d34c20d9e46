import type { Instant, PersonId, Revision, Shift } from "@/lib/schedule/types";
import { teamFilter } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { zones } from "@/lib/zones/table";
import { peopleIn } from "./draft-people";
import { explain } from "./explain";
import { publishedHeads, rosterFromNow } from "./published";
import { namesOf } from "./schedule-queries";
import { revisionFacts } from "./schedule-queries-history";
import { wholeShifts } from "./whole-shifts";

export type MyShift = {
  readonly schedule: { readonly id: string; readonly name: string };
  readonly tier: string;
  readonly shift: Shift;
  /** Why it is theirs, in the actor's zone. */
  readonly why: string;
};

/** The words for shifts of one schedule. */
async function explainer(context: Context, scheduleId: string, revisions: readonly Revision[]) {
  const { actor, now } = context;
  const numbers = revisions.map(({ number }) => number);
  const facts = await revisionFacts(context, scheduleId, numbers);
  const people = revisions.flatMap(({ definition }) => peopleIn({ ...definition, tiers: [] }));
  const known = await namesOf(context, people);
  const names = (id: PersonId): string => known[id]?.name ?? "Somebody who left";
  return (shift: Shift): string =>
    explain(shift, {
      revisions: revisions.filter(({ number }) => number === shift.because.revision),
      facts: facts.get(shift.because.revision),
      names,
      zone: zones(actor.zone),
      now,
    });
}

/** The shifts of this person that end after now and begin before `until`, whole, in the schedules the actor may see. */
export async function shiftsOf(
  context: Context,
  person: PersonId,
  until: Instant,
): Promise<MyShift[]> {
  const { actor, db, now } = context;
  const schedules = await db.schedule.findMany({
    where: { archivedAt: null, ...teamFilter(actor, "schedule.view") },
    select: { id: true, name: true, headRevision: true },
  });
  const heads = await publishedHeads(context, schedules);
  const found: MyShift[] = [];
  for (const { id, name } of schedules) {
    const head = heads.get(id);
    if (!head) continue;
    const { revisions, roster } = await rosterFromNow(context, id, head, until);
    const { tiers } = head.revision.definition;
    const own = wholeShifts(roster, now, until).filter(({ people }) => people.includes(person));
    if (own.length === 0) continue;
    const why = await explainer(context, id, revisions);
    for (const shift of own) {
      const tier = tiers.find((one) => one.id === shift.tier)?.name ?? "";
      found.push({ schedule: { id, name }, tier, shift, why: why(shift) });
    }
  }
  return found.sort((a, b) => a.shift.startsAt - b.shift.startsAt);
}
