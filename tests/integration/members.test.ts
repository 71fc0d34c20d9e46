import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openInvitation } from "@/lib/auth/invitation";
import {
  acceptInvitation,
  changePermissions,
  invite,
  removeMember,
  revokeInvitation,
} from "@/lib/members/commands";
import { permissionsSchema } from "@/lib/members/schema";
import type { Actor } from "@/lib/tenancy/actor";
import type { Grant } from "@/lib/tenancy/permissions";
import { as } from "@/scripts/demo-stage";
import { accountOf, DAY, openStage, outcome, type Tenant, tenant } from "./stage";

const NOW = Date.now();
const VIEW: readonly Grant[] = [{ permission: "schedule.view", teamId: null }];

let stage: Awaited<ReturnType<typeof openStage>>;
let lumen: Tenant;
let harbour: Tenant;
let admin: Actor;

beforeAll(async () => {
  stage = await openStage();
  lumen = await tenant("lumen");
  harbour = await tenant("harbour");
  admin = await lumen.member("Ada Admin", "Admin");
});
afterAll(() => stage.close());

const at = (actor: Actor, work: Parameters<typeof as<unknown>>[2], now = NOW) =>
  outcome(as(actor, now, work));
const asks = (email: string, grants = [...VIEW]) => ({ name: "Guest", email, grants });

/** Invites, and gives back the link's secret and the invitation's id. */
async function invited(email: string, now = NOW): Promise<{ secret: string; id: string }> {
  return as(lumen.owner, now, async (context) => {
    const { link } = await invite(context, asks(email));
    const row = await context.db.invitation.findFirst({
      orderBy: { createdAt: "desc" },
      select: { id: true },
    });
    return { secret: link.split("/").at(-1) ?? "", id: row?.id ?? "" };
  });
}

describe("an invitation", () => {
  test("makes a member once, for its address only", async () => {
    const [user, other] = [await accountOf("Guest"), await accountOf("Somebody Else")];
    const { secret, id } = await invited(user.email);
    expect(await openInvitation(secret)).toMatchObject({
      id,
      orgId: lumen.orgId,
      email: user.email,
    });
    expect(await outcome(acceptInvitation(lumen.orgId, id, other))).toBe("refused");
    expect(await outcome(acceptInvitation(harbour.orgId, id, user))).toBe("stale");
    expect(await outcome(acceptInvitation(lumen.orgId, id, user))).toBe("ok");
    expect(await outcome(acceptInvitation(lumen.orgId, id, user))).toBe("stale");
    expect(await openInvitation(secret)).toBeNull();
    expect(await at(lumen.owner, (context) => invite(context, asks(user.email)))).toBe("conflict");
  });

  test("that was revoked or is too old opens nothing", async () => {
    const user = await accountOf("Late Guest");
    const revoked = await invited(user.email);
    await as(lumen.owner, NOW, (context) =>
      revokeInvitation(context, { invitationId: revoked.id }),
    );
    const old = await invited(user.email, Date.now() - 3 * DAY);
    for (const { secret, id } of [revoked, old]) {
      expect(await openInvitation(secret)).toBeNull();
      expect(await outcome(acceptInvitation(lumen.orgId, id, user))).toBe("stale");
    }
    expect(await openInvitation("no such secret at all")).toBeNull();
    const young = await invited(user.email, Date.now() - 3 * DAY + 60_000);
    expect(await openInvitation(young.secret)).toMatchObject({ id: young.id });
    const owner = await stage.openOwner();
    const { rows } = await owner.query(`SELECT to_jsonb(i)::text AS row FROM "Invitation" i`);
    const queued = await owner.query(`SELECT "payload"::text AS row FROM "Outbox"`);
    for (const { secret } of [revoked, old, young]) {
      expect(Buffer.from(secret, "base64url")).toHaveLength(32);
      expect(JSON.stringify([rows, queued.rows])).not.toContain(secret);
    }
  });

  test("takes the place of the one before: an address has one that is open", async () => {
    const user = await accountOf("Twice Invited");
    const [one, two] = [await invited(user.email), await invited(user.email)];
    expect(await openInvitation(one.secret)).toBeNull();
    expect(await outcome(acceptInvitation(lumen.orgId, one.id, user))).toBe("stale");
    expect(await outcome(acceptInvitation(lumen.orgId, two.id, user))).toBe("ok");
    const entries = await as(lumen.owner, NOW, ({ db }) =>
      db.changeLogEntry.findMany({ where: { subjectId: { in: [one.id, two.id] } } }),
    );
    expect(entries.map(({ action, subjectId }) => [action, subjectId])).toEqual(
      expect.arrayContaining([
        ["member.invitation-revoked", one.id],
        ["member.invited", two.id],
      ]),
    );
    expect(entries).toHaveLength(3);
  });

  test("of a member is a conflict, and of a former member a return, by one made after they were removed", async () => {
    const user = await accountOf("Comes Back");
    const [before, first] = [await invited(user.email), await invited(user.email)];
    // As one that was open beside another, before there was only one.
    await as(lumen.owner, NOW, ({ db }) =>
      db.invitation.updateMany({ where: { id: before.id }, data: { revokedAt: null } }),
    );
    await acceptInvitation(lumen.orgId, first.id, user);
    expect(await outcome(acceptInvitation(lumen.orgId, before.id, user))).toBe("conflict");
    const find = () =>
      as(lumen.owner, NOW, ({ db }) => db.member.findFirst({ where: { userId: user.id } }));
    const memberId = (await find())?.id ?? "";
    // PostgreSQL takes an id in capitals for the same.
    const shouted = { memberId: memberId.toUpperCase() };
    await as(lumen.owner, NOW, (context) => removeMember(context, shouted));
    expect(await outcome(acceptInvitation(lumen.orgId, before.id, user))).toBe("stale");
    const after = await invited(user.email);
    expect(await outcome(acceptInvitation(lumen.orgId, after.id, user))).toBe("ok");
    expect(await find()).toMatchObject({ id: memberId, removedAt: null });
  });

  test("ends with who made it: nobody comes back by one that they made before", async () => {
    const left = await lumen.member("Leaves Soon", "Admin");
    const lowered = await lumen.member("Loses Rights", "Admin");
    const made: { user: Awaited<ReturnType<typeof accountOf>>; id: string }[] = [];
    for (const inviter of [left, lowered]) {
      const user = await accountOf("Second Account");
      const { link } = await as(inviter, NOW, (context) => invite(context, asks(user.email)));
      made.push({ user, id: (await openInvitation(link.split("/").at(-1) ?? ""))?.id ?? "" });
    }
    const grants = [{ permission: "member.manage", teamId: null }] as const;
    await as(lumen.owner, NOW, async (context) => {
      await removeMember(context, { memberId: left.memberId });
      await changePermissions(context, { memberId: lowered.memberId, grants: [...grants] });
    });
    for (const { user, id } of made)
      expect(await outcome(acceptInvitation(lumen.orgId, id, user))).toBe("stale");
  });

  test("does not take a person who was put away or is another member meanwhile", async () => {
    const user = await accountOf("Ghost");
    const personId = randomUUID();
    const { id } = await invited(user.email);
    await as(lumen.owner, NOW, async ({ db }) => {
      await db.person.create({ data: { id: personId, name: "Ghost", archivedAt: new Date(NOW) } });
      await db.invitation.updateMany({ where: { id }, data: { personId } });
    });
    await acceptInvitation(lumen.orgId, id, user);
    const person = await as(lumen.owner, NOW, ({ db }) =>
      db.person.findFirst({ where: { member: { userId: user.id } } }),
    );
    expect(person).toMatchObject({ archivedAt: null });
    expect(person?.id).not.toBe(personId);
  });
});

describe("permissions", () => {
  test("nobody gives or takes what they do not hold", async () => {
    const guest = await lumen.member("Gina Guest", "Viewer");
    const own: Grant[] = [{ permission: "organisation.own", teamId: null }];
    expect(await at(admin, (context) => invite(context, asks("x@example.com", own)))).toBe(
      "refused",
    );
    const give = (memberId: string, grants: Grant[]) =>
      at(admin, (context) => changePermissions(context, { memberId, grants }));
    expect(await give(guest.memberId, own)).toBe("refused");
    expect(await give(lumen.owner.memberId, [...VIEW])).toBe("refused");
    expect(
      await at(admin, (context) => removeMember(context, { memberId: lumen.owner.memberId })),
    ).toBe("refused");
    expect(
      await give(guest.memberId, [...VIEW, { permission: "schedule.edit", teamId: lumen.teamId }]),
    ).toBe("ok");
  });

  test("another organisation's member, team and invitation are not there", async () => {
    const guest = await lumen.member("Gus Guest", "Viewer");
    const { memberId } = harbour.owner;
    const foreign: Grant[] = [{ permission: "schedule.edit", teamId: harbour.teamId }];
    const { id } = await invited((await accountOf("Pending")).email);
    expect(
      await at(lumen.owner, (context) => changePermissions(context, { memberId, grants: [] })),
    ).toBe("not_found");
    expect(await at(lumen.owner, (context) => removeMember(context, { memberId }))).toBe("stale");
    expect(
      await at(harbour.owner, (context) => revokeInvitation(context, { invitationId: id })),
    ).toBe("stale");
    const input = { memberId: guest.memberId, grants: foreign };
    expect(await at(lumen.owner, (context) => changePermissions(context, input))).toBe("invalid");
    expect(
      await at(lumen.owner, (context) => invite(context, asks("y@example.com", foreign))),
    ).toBe("invalid");
  });

  test("who lost the permission while the page was open changes nothing any more", async () => {
    const gone = await lumen.member("Gone Admin", "Admin");
    const guest = await lumen.member("Guy Guest", "Viewer");
    await as(lumen.owner, NOW, (context) => removeMember(context, { memberId: gone.memberId }));
    const { memberId } = guest;
    expect(await at(gone, (context) => removeMember(context, { memberId }))).toBe("refused");
    expect(await at(gone, (context) => changePermissions(context, { memberId, grants: [] }))).toBe(
      "refused",
    );
    expect(await at(gone, (context) => invite(context, asks("z@example.com")))).toBe("refused");
  });

  test("who lost one permission while the page was open gives it to nobody", async () => {
    const less = await lumen.member("Lena Less", "Admin");
    const { memberId } = await lumen.member("Gwen Guest", "Viewer");
    await as(lumen.owner, NOW, (context) => {
      const grants = less.grants.filter(({ permission }) => permission !== "schedule.edit");
      return changePermissions(context, { memberId: less.memberId, grants });
    });
    const give = (permission: "schedule.edit" | "schedule.cover") =>
      at(less, (context) =>
        changePermissions(context, { memberId, grants: [...VIEW, { permission, teamId: null }] }),
      );
    expect(await give("schedule.edit")).toBe("refused");
    expect(await give("schedule.cover")).toBe("ok");
  });

  test("an organisation keeps an owner", async () => {
    const { memberId } = harbour.owner;
    expect(await at(harbour.owner, (context) => removeMember(context, { memberId }))).toBe(
      "refused",
    );
    expect(
      await at(harbour.owner, (context) => changePermissions(context, { memberId, grants: [] })),
    ).toBe("refused");
  });

  test("a form that names a permission twice means it once", async () => {
    const guest = await lumen.member("Glen Guest", "Viewer");
    const input = permissionsSchema.parse({
      memberId: guest.memberId,
      grants: ["schedule.view", "schedule.edit", "schedule.edit"],
    });
    expect(await at(lumen.owner, (context) => changePermissions(context, input))).toBe("ok");
  });
});
