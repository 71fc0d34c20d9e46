import type { Definition, Instant, Override, PersonId } from "@/lib/schedule/types";
import { can } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { publishedHeads, rosterFromNow } from "./published";

/** A schedule whose published roster needs somebody. */
export type Duty = {
  readonly schedule: {
    readonly id: string;
    /** Null for a schedule that the actor may not see. */
    readonly name: string | null;
    readonly teamId: string;
    readonly headRevision: number;
  };
  readonly definition: Definition;
  /** Whether they are on call at this moment. */
  readonly now: boolean;
};

/** Every schedule that has the person on call now or names them for a time to come, whoever asks. */
export async function dutiesOf(context: Context, person: PersonId): Promise<readonly Duty[]> {
  const { actor, db, now } = context;
  const schedules = await db.schedule.findMany({
    where: { archivedAt: null, headRevision: { gt: 0 } },
    orderBy: { name: "asc" },
    select: { id: true, name: true, teamId: true, headRevision: true },
  });
  const heads = await publishedHeads(context, schedules);
  const duties: Duty[] = [];
  for (const { name, ...schedule } of schedules) {
    const head = heads.get(schedule.id);
    if (!head) continue;
    const { definition } = head.revision;
    const { roster } = await rosterFromNow(context, schedule.id, head, now + 1);
    const onCall = roster.shiftsAt(now).some(({ people }) => people.includes(person));
    if (!onCall && !namedAhead(definition, now).includes(person)) continue;
    const seen = can(actor, "schedule.view", schedule.teamId) ? name : null;
    duties.push({ schedule: { ...schedule, name: seen }, definition, now: onCall });
  }
  return duties;
}

/** Whom a definition puts on call from now on, or may. */
export function namedAhead({ tiers, overrides }: Definition, now: Instant): PersonId[] {
  const turns = tiers.flatMap(({ layers }) => layers.flatMap(({ rotation }) => rotation.turns));
  const coming = overrides.filter(({ endsAt }) => endsAt > now);
  return [...turns.flatMap(({ people }) => people), ...coming.flatMap(putOnCall)];
}

/** Whom an override puts on call. */
function putOnCall(override: Override): readonly PersonId[] {
  if (override.kind === "replace") return [override.by];
  if (override.kind === "add") return override.people;
  return override.kind === "temporary" ? override.shifts.flatMap(({ people }) => people) : [];
}
