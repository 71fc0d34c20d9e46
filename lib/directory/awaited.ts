import { AppError } from "@/lib/errors";
import type { TenantDb } from "@/lib/tenancy/db";
import { syncGrants } from "@/lib/tenancy/group-grants";
import type { Entry } from "@/lib/tenancy/log";

type Awaited = { readonly id: string; readonly invitationId: string | null };

/**
 * The provider's user that whoever accepts an invitation is, if they are one: invited at the address that the provider gives
 * for them, or the member that they were. Throws refused for one whom the provider has deactivated, and for whoever is
 * invited to be that person: nobody else lets them in again.
 */
export async function findAwaited(
  db: TenantDb,
  userId: string,
  invitation: { readonly id: string; readonly personId: string | null },
): Promise<Awaited | null> {
  const former = await db.member.findFirst({ where: { userId }, select: { id: true } });
  const theirs = [{ invitationId: invitation.id }, ...(former ? [{ memberId: former.id }] : [])];
  // A person's contacts are written here and not by the provider: being invited as one does not make the provider's user.
  const person = invitation.personId === null ? [] : [{ personId: invitation.personId }];
  const gone = { active: false, OR: [...theirs, ...person] };
  if ((await db.scimUser.count({ where: gone })) > 0)
    throw new AppError(
      "refused",
      "Your organisation’s provider has deactivated you. Ask whoever runs it to let you in again.",
    );
  const user = await db.scimUser.findFirst({
    where: { OR: theirs },
    select: { id: true, invitationId: true, memberId: true },
  });
  // The user of a member who is another account is theirs.
  const isOthers = user !== null && user.memberId !== null && user.memberId !== former?.id;
  return isOthers ? null : user;
}

/** Whom the provider had invited at one of these addresses comes by this invitation from now on. */
export async function passOn(
  db: TenantDb,
  emailHashes: readonly string[],
  invitationId: string,
): Promise<void> {
  const before = await db.invitation.findMany({
    where: { emailHash: { in: [...emailHashes] } },
    select: { id: true },
  });
  await db.scimUser.updateMany({
    where: { invitationId: { in: before.map(({ id }) => id) } },
    data: { invitationId },
  });
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
