import { enqueue, noticeSchema } from "@/lib/notify/outbox";
import { dutiesOf } from "@/lib/roster/duties";
import type { ScimContext } from "./call";

/** A schedule that still has somebody on call who was deactivated. */
type Needed = {
  readonly id: string;
  readonly name: string;
  readonly teamId: string;
  readonly now: boolean;
};

async function neededBy(context: ScimContext, personId: string): Promise<Needed[]> {
  const duties = await dutiesOf(context, personId);
  const schedules = await context.db.schedule.findMany({
    where: { id: { in: duties.map(({ schedule }) => schedule.id) } },
    select: { id: true, name: true },
  });
  return duties.map(({ schedule: { id, teamId }, now }) => {
    const name = schedules.find((one) => one.id === id)?.name ?? "A schedule";
    return { id, name, teamId, now };
  });
}

/** Owners, who see everything, and who manages or edits schedules of the team. */
const MANAGES = ["schedule.manage", "schedule.edit"];

/**
 * Tells owners and the managers of each schedule that names a person who was deactivated: nobody takes their hours by
 * itself. Gives back how many schedules there are, and in how many they are on call now.
 */
export async function tellOnCall(
  context: ScimContext,
  personId: string,
): Promise<{ readonly schedules: number; readonly now: number }> {
  const { actor, db } = context;
  const needed = await neededBy(context, personId);
  const person = await db.person.findFirst({ where: { id: personId }, select: { name: true } });
  const counts = { schedules: needed.length, now: needed.filter(({ now }) => now).length };
  if (needed.length === 0 || !person) return counts;
  const rows = await db.grant.findMany({
    where: { permission: { in: ["organisation.own", ...MANAGES] }, member: { removedAt: null } },
    select: { memberId: true, permission: true, teamId: true },
  });
  for (const memberId of new Set(rows.map((row) => row.memberId))) {
    const own = rows.filter((row) => row.memberId === memberId);
    const theirs = needed.filter(({ teamId }) =>
      own.some((grant) => grant.teamId === null || grant.teamId === teamId),
    );
    if (theirs.length === 0) continue;
    const words = wordsOf(person.name, theirs, `/o/${actor.slug}/people/${personId}`);
    await enqueue(context, { kind: "notice", memberId, secret: JSON.stringify(words) });
  }
  return counts;
}

function wordsOf(name: string, needed: readonly Needed[], path: string) {
  const onCall = needed.filter(({ now }) => now).map((one) => `“${one.name}”`);
  const lines = needed.map((one) => `  ${one.name}${one.now ? ": on call now" : ""}`);
  return noticeSchema.parse({
    subject:
      onCall.length > 0
        ? `${name} was deactivated and is on call now`
        : `${name} was deactivated and is in a roster`,
    paragraphs: [
      onCall.length > 0
        ? `Your organisation’s provider has deactivated ${name}, who is on call now in ${onCall.join(", ")}. They cannot sign in any more; Standby still names them.`
        : `Your organisation’s provider has deactivated ${name}. They cannot sign in any more, and will be on call all the same until a draft changes it.`,
      ["Schedules that name them:", ...lines].join("\n"),
    ],
    link: { text: `See ${name}, and let somebody take over`, path },
  });
}
