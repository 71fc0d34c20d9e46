import { AppError } from "@/lib/errors";
import type { TenantDb } from "@/lib/tenancy/db";
import { syncGrants } from "@/lib/tenancy/group-grants";
import type { Entry } from "@/lib/tenancy/log";

type Awaited = { readonly id: string; readonly invitationId: string | null };

/**
 * The provider's user that whoever accepts an invitation is, if they are one. Throws refused for one whom the provider
 * has deactivated: nobody else lets them in again.
 */
export async function findAwaited(
  db: TenantDb,
  userId: string,
  invitation: { readonly id: string; readonly personId: string | null },
): Promise<Awaited | null> {
  const former = await db.member.findFirst({ where: { userId }, select: { id: true } });
  const user = await db.scimUser.findFirst({
    where: {
      OR: [
        { invitationId: invitation.id },
        ...(invitation.personId === null ? [] : [{ personId: invitation.personId }]),
        ...(former ? [{ memberId: former.id }] : []),
      ],
    },
    select: { id: true, invitationId: true, active: true, memberId: true },
  });
  if (user && !user.active)
    throw new AppError(
      "refused",
      "Your organisation’s provider has deactivated you. Ask whoever runs it to let you in again.",
    );
  // The user of a member who is another account is theirs.
  const isOthers = user !== null && user.memberId !== null && user.memberId !== former?.id;
  return isOthers ? null : user;
}

/** Ties a new member to the provider's user. Gives back what the log has to say of what their groups give. */
export async function joinAwaited(
  db: TenantDb,
  awaited: Awaited | null,
  memberId: string,
): Promise<Entry[]> {
  await db.person.updateMany({ where: { memberId }, data: { deactivatedAt: null } });
  if (!awaited) return [];
  const { id } = awaited;
  const person = await db.person.findFirst({ where: { memberId }, select: { id: true } });
  await db.scimUser.updateMany({
    where: { id },
    data: { memberId, invitationId: null, ...(person && { personId: person.id }) },
  });
  const groups = await db.scimGroup.findMany({
    where: { teamId: { not: null }, members: { some: { scimUserId: id } } },
    select: { teamId: true },
  });
  for (const { teamId } of groups)
    await moveBetweenTeams(db, { users: [id], from: null, to: teamId });
  return syncGrants(db, { id, memberId });
}

/**
 * Users who leave one team for another, as their groups say; null for none. Who is in another group that means the
 * former team stays in it.
 */
export async function moveBetweenTeams(
  db: TenantDb,
  {
    users,
    from,
    to,
  }: {
    readonly users: readonly string[];
    readonly from: string | null;
    readonly to: string | null;
  },
): Promise<void> {
  if (users.length === 0 || from === to) return;
  const people = async (where: object) =>
    (
      await db.scimUser.findMany({
        where: { id: { in: [...users] }, ...where },
        select: { personId: true },
      })
    ).map(({ personId }) => personId);
  if (from !== null) {
    const left = await people({ groups: { none: { group: { teamId: from } } } });
    await db.teamPerson.deleteMany({ where: { teamId: from, personId: { in: left } } });
  }
  if (to !== null)
    await db.teamPerson.createMany({
      data: (await people({})).map((personId) => ({ teamId: to, personId })),
      skipDuplicates: true,
    });
}
