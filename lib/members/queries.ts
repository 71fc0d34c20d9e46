import { open } from "@/lib/crypto/box";
import { invitationEmailPlace } from "@/lib/crypto/places";
import { memberAddress } from "@/lib/directory/read";
import type { Context } from "@/lib/tenancy/context";
import { toGrant } from "@/lib/tenancy/permissions";
import { factorHolders, standingOf } from "@/lib/tenancy/standing";
import { summarise } from "./summary";

/** Every member with their permissions, the invitations that wait, and the teams. Addresses in clear. */
export async function listMembers({ actor, db, now }: Context) {
  const members = await db.member.findMany({
    where: { removedAt: null },
    orderBy: { name: "asc" },
    select: {
      id: true,
      name: true,
      userId: true,
      emailBox: true,
      createdAt: true,
      grants: { select: { permission: true, teamId: true } },
      person: { select: { id: true } },
    },
  });
  const invitations = await db.invitation.findMany({
    where: { acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date(now) } },
    orderBy: { createdAt: "desc" },
    select: { id: true, name: true, emailBox: true, expiresAt: true },
  });
  const teams = await db.team.findMany({
    orderBy: { name: "asc" },
    select: { id: true, name: true },
  });
  const holders = await factorHolders(members.map(({ userId }) => userId));
  const names = new Map(teams.map(({ id, name }) => [id, name]));
  const { orgId } = actor;
  return {
    members: members.map(({ emailBox, userId, ...member }) => ({
      ...member,
      /** Whether some of it does not count before their account has a second factor. */
      waits: standingOf(member.grants, holders.has(userId)).waiting.length > 0,
      holds: summarise(member.grants.flatMap(toGrant), (id) => names.get(id) ?? "a team"),
      email: memberAddress(orgId, { id: member.id, emailBox }),
    })),
    invitations: invitations.map(({ emailBox, ...invitation }) => ({
      ...invitation,
      expiresAt: invitation.expiresAt.getTime(),
      email: open(emailBox, invitationEmailPlace(orgId, invitation.id)),
    })),
    teams,
  };
}

/** One member with their permissions, and every team; null when they are not a member any more. */
export async function findMember({ actor, db }: Context, memberId: string) {
  const found = await db.member.findFirst({
    where: { id: memberId, removedAt: null },
    select: {
      id: true,
      name: true,
      emailBox: true,
      grants: { select: { permission: true, teamId: true } },
      person: { select: { id: true } },
    },
  });
  if (!found) return null;
  const { emailBox, ...member } = found;
  const teams = await db.team.findMany({
    orderBy: { name: "asc" },
    select: { id: true, name: true },
  });
  const email = memberAddress(actor.orgId, { id: member.id, emailBox });
  return { ...member, grants: member.grants.flatMap(toGrant), email, teams };
}
