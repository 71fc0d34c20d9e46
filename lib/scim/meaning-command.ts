import type * as z from "zod";
import { moveBetweenTeams } from "@/lib/directory/awaited";
import { AppError } from "@/lib/errors";
import type { Context } from "@/lib/tenancy/context";
import { mayHandOut } from "@/lib/tenancy/hand-out";
import { lockAsOwner } from "@/lib/tenancy/lock";
import { type Entry, record } from "@/lib/tenancy/log";
import { presetGrants } from "@/lib/tenancy/permissions";
import { peopleOf, syncAll } from "./groups";
import type { groupMeaningSchema } from "./settings-schema";

/**
 * Says what a group of the provider's means here, for its members now and later: a team, a preset's permissions, both or
 * nothing. Throws refused for permissions that the actor lacks.
 */
export async function setMeaning(
  context: Context,
  { groupId, teamId, preset }: z.output<typeof groupMeaningSchema>,
): Promise<void> {
  const { actor, db, now } = context;
  const grants = await lockAsOwner(context);
  const group = await db.scimGroup.findFirst({
    where: { id: groupId },
    select: { teamId: true, preset: true, members: { select: { scimUserId: true } } },
  });
  if (!group) throw new AppError("stale", "That group is not here any more.");
  if (teamId !== null && (await db.team.count({ where: { id: teamId } })) === 0)
    throw new AppError("invalid", "That team is not here any more. Look at the page again.");
  if (!mayHandOut({ grants }, presetGrants(preset, teamId)))
    throw new AppError("refused", "You can only give permissions that you hold yourself.");
  await db.scimGroup.updateMany({
    where: { id: groupId },
    data: { teamId, preset, mappedBy: actor.memberId, changedAt: new Date(now) },
  });
  const users = group.members.map(({ scimUserId }) => scimUserId);
  await moveBetweenTeams(db, { users, from: group.teamId, to: teamId });
  const entries: Entry[] = [
    {
      action: "scim.group-mapped",
      subject: { kind: "scim-group", id: groupId },
      body: {
        team: teamId,
        preset,
        before: { team: group.teamId, preset: group.preset },
        people: await peopleOf(db, users),
      },
    },
    ...(await syncAll(db, users)),
  ];
  await record(context, ...entries);
}
