import { compile, type Roster } from "@/lib/schedule/compile";
import type { Instant, PersonId, Shift } from "@/lib/schedule/types";
import { teamFilter } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { zones } from "@/lib/zones/table";
import { type Published, publishedHeads, revisionsIn } from "./published";

export type MyShift = {
  readonly schedule: { readonly id: string; readonly name: string };
  readonly tier: string;
  readonly shift: Shift;
};

/** A head that does not hold yet needs the revisions before it. */
async function rosterFor(
  context: Context,
  scheduleId: string,
  { revision, roster }: Published,
  until: Instant,
): Promise<Roster> {
  if (revision.from <= context.now) return roster;
  return compile(await revisionsIn(context, scheduleId, context.now, until), zones);
}

/** The shifts of this person that end after now and begin before `until`, in the schedules the actor may see. */
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
    const roster = await rosterFor(context, id, head, until);
    const { tiers } = head.revision.definition;
    const held = roster.shiftsAt(now);
    const coming = roster.resolve(now, until).filter(({ startsAt }) => startsAt > now);
    for (const shift of [...held, ...coming]) {
      if (!shift.people.includes(person)) continue;
      const tier = tiers.find((one) => one.id === shift.tier)?.name ?? "";
      found.push({ schedule: { id, name }, tier, shift });
    }
  }
  return found.sort((a, b) => a.shift.startsAt - b.shift.startsAt);
}
