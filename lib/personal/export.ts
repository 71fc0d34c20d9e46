import { open } from "@/lib/crypto/box";
import { memberAddress, readContact } from "@/lib/directory/read";
import { AppError } from "@/lib/errors";
import { ownPerson } from "@/lib/roster/now";
import { shiftsBetween } from "@/lib/roster/own-shifts";
import type { Waiver } from "@/lib/roster/workflow-facts";
import { DAY } from "@/lib/schedule/calendar";
import { attributesOf } from "@/lib/scim/store";
import type { Context } from "@/lib/tenancy/context";
import { record } from "@/lib/tenancy/log";
import { accountData } from "./account";
import { logData } from "./log-data";

const YEAR = 365 * DAY;

/**
 * Everything that is kept about the actor: their account, and what this organisation has of them, as far back as the log is
 * kept. Times are ISO 8601 in UTC. Logged. Throws refused for a key, which is not its member. `own`: whether the account's own
 * means opened the session; what an organisation's provider opened has no more of the account than the organisation.
 */
export async function exportMe(context: Context, own: boolean): Promise<object> {
  const { actor, now } = context;
  if (actor.key || actor.support)
    throw new AppError("refused", "Sign in to take your data with you.");
  const personId = await ownPerson(context);
  const data = {
    exportedAt: new Date(now),
    account: own ? await accountData(actor.userId) : null,
    organisation: { name: actor.organisation, address: actor.slug },
    member: await memberData(context),
    person: personId && (await personData(context, personId)),
    provider: await providerData(context, personId),
    shifts: personId ? await shiftsBetween(context, personId, now - YEAR, now + YEAR) : [],
    drafts: await draftData(context, personId),
    security: await securityData(context),
    log: await logData(context, personId),
  };
  await record(context, {
    action: "member.exported",
    subject: { kind: "member", id: actor.memberId },
    body: {},
  });
  return data;
}

async function memberData({ actor, db }: Context) {
  const { orgId, memberId } = actor;
  const theirs = { where: { memberId }, orderBy: { createdAt: "asc" } } as const;
  const member = await db.member.findFirst({
    where: { id: memberId },
    select: { name: true, emailBox: true, createdAt: true },
  });
  const from = (table: "ApiKey" | "Feed", id: string, box: string | null) =>
    box && open(box, { table, column: "usedFrom", orgId, row: id });
  const grants = await db.grant.findMany({
    ...theirs,
    select: { permission: true, createdAt: true, team: { select: { name: true } } },
  });
  const used = {
    id: true,
    createdAt: true,
    expiresAt: true,
    usedAt: true,
    revokedAt: true,
  } as const;
  const keys = await db.apiKey.findMany({
    ...theirs,
    select: { ...used, name: true, prefix: true, usedFromBox: true },
  });
  const feeds = await db.feed.findMany({
    ...theirs,
    select: { ...used, prefix: true, usedFromBox: true },
  });
  return (
    member && {
      id: memberId,
      name: member.name,
      email: memberAddress(orgId, { ...member, id: memberId }),
      joinedAt: member.createdAt,
      permissions: grants.map(({ permission, team, createdAt }) => ({
        permission,
        team: team?.name ?? null,
        createdAt,
      })),
      keys: keys.map(({ usedFromBox, ...key }) => ({
        ...key,
        usedFrom: from("ApiKey", key.id, usedFromBox),
      })),
      feeds: feeds.map(({ usedFromBox, ...feed }) => ({
        ...feed,
        usedFrom: from("Feed", feed.id, usedFromBox),
      })),
    }
  );
}

async function personData({ actor, db }: Context, id: string) {
  const person = await db.person.findFirst({
    where: { id },
    select: {
      id: true,
      name: true,
      zone: true,
      createdAt: true,
      contacts: { orderBy: { position: "asc" } },
      teams: { select: { team: { select: { name: true } } } },
      timeOff: { orderBy: { startsAt: "asc" } },
      wishes: { orderBy: { createdAt: "asc" } },
    },
  });
  if (!person) return null;
  const { contacts, teams, timeOff, wishes, ...rest } = person;
  return {
    ...rest,
    contacts: contacts.map((row) => ({ kind: row.kind, value: readContact(actor.orgId, row) })),
    teams: teams.map(({ team }) => team.name),
    timeOff: timeOff.map(({ startsAt, endsAt, note }) => ({ startsAt, endsAt, note })),
    wishes: wishes.map(({ kind, startsAt, endsAt, weekday, weight, note }) => ({
      kind,
      startsAt,
      endsAt,
      weekday,
      weight,
      note,
    })),
  };
}

/** What an identity provider keeps here of them (SCIM), as it said it. */
async function providerData({ actor, db }: Context, personId: string | null) {
  const { memberId, orgId } = actor;
  const user = await db.scimUser.findFirst({
    where: { OR: [{ memberId }, ...(personId ? [{ personId }] : [])] },
    select: {
      id: true,
      detailsBox: true,
      active: true,
      createdAt: true,
      changedAt: true,
      groups: { select: { group: { select: { displayName: true } } } },
    },
  });
  if (!user) return null;
  const { id, createdAt, changedAt, groups } = user;
  return {
    id,
    ...attributesOf(orgId, user),
    createdAt,
    changedAt,
    groups: groups.map(({ group }) => group.displayName),
  };
}

/** What they proposed, decided and agreed to, in their own words. */
async function draftData({ actor, db }: Context, personId: string | null) {
  const { memberId } = actor;
  const order = { orderBy: { createdAt: "asc" } } as const;
  const waived = await db.draft.findMany({
    where: { waivers: { array_contains: [{ by: memberId }] } },
    ...order,
    select: { id: true, waivers: true },
  });
  return {
    written: await db.draft.findMany({
      where: { authorId: memberId },
      ...order,
      select: { id: true, title: true, words: true, status: true, createdAt: true },
    }),
    reviewed: await db.review.findMany({
      where: { memberId },
      ...order,
      select: { draftId: true, decision: true, words: true, createdAt: true },
    }),
    waived: waived.flatMap(({ id, waivers }) =>
      (waivers as unknown as readonly Waiver[])
        .filter(({ by }) => by === memberId)
        .map(({ kind, startsAt, endsAt, words }) => ({
          draftId: id,
          kind,
          startsAt: new Date(startsAt),
          endsAt: new Date(endsAt),
          words,
        })),
    ),
    acknowledged: personId
      ? await db.acknowledgement.findMany({
          where: { personId },
          ...order,
          select: { draftId: true, draftVersion: true, createdAt: true },
        })
      : [],
  };
}

/** What they said of alerts, and why they let support look. */
async function securityData({ actor, db }: Context) {
  const { memberId } = actor;
  return {
    alerts: await db.alert.findMany({
      where: { seenBy: memberId },
      orderBy: { seenAt: "asc" },
      select: { id: true, rule: true, at: true, seenAt: true, note: true },
    }),
    support: await db.supportAccess.findMany({
      where: { grantedBy: memberId },
      orderBy: { createdAt: "asc" },
      select: { id: true, reason: true, createdAt: true, expiresAt: true, endedAt: true },
    }),
  };
}
