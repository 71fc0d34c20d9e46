import { randomBytes, randomUUID } from "node:crypto";
import { changeFactors } from "@/lib/auth/factor-change-store";
import { setCodeFactor } from "@/lib/auth/factor-store";
import { addMember } from "@/lib/directory/member";
import { newPersonId } from "@/lib/directory/person-id";
import { signLogHead } from "@/lib/log/head";
import { foundOrganisation } from "@/lib/organisation/commands";
import { askForCover } from "@/lib/roster/cover-commands";
import type { Definition } from "@/lib/schedule/types";
import type { Actor } from "@/lib/tenancy/actor";
import { tenantTx } from "@/lib/tenancy/db";
import { type Grant, PERMISSION_NAMES } from "@/lib/tenancy/permissions";
import { toLocal } from "@/lib/zones/local";
import { primaryAndSecondary } from "@/scripts/demo-rosters";
import { actorOf, as, join, person, publish, team } from "@/scripts/demo-stage";
import { closedAccount, cookieFor } from "@/scripts/stage-account";
import { acting, unheard } from "@/tests/integration/stage";

const DAY = 86_400_000;

/** Every permission, for the whole organisation. */
export const EVERYTHING: readonly Grant[] = PERMISSION_NAMES.map((permission) => ({
  permission,
  teamId: null,
}));

/** A member who holds exactly some permissions, with a session. */
export type Holder = {
  readonly actor: Actor;
  readonly personId: string;
  readonly cookie: string;
};

/** An organisation in which every name holds a word that stands nowhere else. */
export type World = {
  readonly canary: string;
  readonly orgId: string;
  readonly slug: string;
  readonly owner: Actor;
  readonly author: Actor;
  /** The team that everything belongs to, and one that has nothing. */
  readonly teamId: string;
  readonly otherTeamId: string;
  readonly people: readonly [string, string];
  readonly scheduleId: string;
  /** A draft that waits for review. */
  readonly draftId: string;
  readonly document: Definition;
  /** Somebody with these permissions and no others, and a second factor; the same again for the same ones. */
  readonly holder: (grants: readonly Grant[], hasFactor?: boolean) => Promise<Holder>;
  /** Somebody new, without any permission or with these. */
  readonly newcomer: (grants?: readonly Grant[]) => Promise<Holder>;
};

/** An account; with a second factor, which some permissions ask for. */
async function account(name: string, canary: string, hasFactor = true) {
  return accountAt(name, `${randomUUID()}@${canary}.example`, hasFactor);
}

async function accountAt(name: string, email: string, hasFactor: boolean) {
  const made = await closedAccount(name, email);
  if (!hasFactor) return { ...made, version: 1 };
  const changed = await changeFactors(
    await acting(made.id),
    setCodeFactor("email", null),
    { codes: [] },
    unheard,
  );
  if (changed.kind !== "changed") throw new Error("no second factor");
  return { ...made, version: changed.user.version };
}

/** Somebody who is a member nowhere, with a session and a second factor. */
export async function strangerAt(email: string): Promise<{ userId: string; cookie: string }> {
  const { id, version } = await accountAt("Sam Stranger", email, true);
  return { userId: id, cookie: await cookieFor(id, "Device", version) };
}

async function newHolder(
  world: Pick<World, "canary" | "orgId" | "slug">,
  grants: readonly Grant[],
  hasFactor = true,
) {
  const { canary, orgId, slug } = world;
  const user = await account(`Holder ${canary}`, canary, hasFactor);
  const memberId = randomUUID();
  const personId = await tenantTx(orgId, async (db) => {
    const id = await newPersonId(db);
    await addMember(db, { orgId }, user, memberId, id);
    await db.grant.createMany({ data: grants.map((grant) => ({ ...grant, memberId })) });
    return id;
  });
  const cookie = await cookieFor(user.id, "Device", user.version);
  return { actor: await actorOf(orgId, slug, user), personId, cookie };
}

const isHere = ({ orgId, memberId }: Actor): Promise<boolean> =>
  tenantTx(
    orgId,
    async (db) => (await db.member.count({ where: { id: memberId, removedAt: null } })) === 1,
  );

/** Makes an organisation with a published schedule, two teams, and holders of permissions on demand. */
export async function makeWorld(): Promise<World> {
  const canary = `cny${randomBytes(5).toString("hex")}`;
  const slug = `org-${canary}`;
  const founder = await account(`Olga ${canary}`, canary);
  const { orgId } = await foundOrganisation(founder, {
    organisation: `Organisation ${canary}`,
    slug,
    zone: "UTC",
  });
  const owner = await actorOf(orgId, slug, founder);
  const writer = await account(`Willem ${canary}`, canary);
  const writerPerson = await join(owner, writer, "Scheduler");
  const author = await actorOf(orgId, slug, writer);
  const teamId = await team(owner, `Team ${canary}`);
  const otherTeamId = await team(owner, "Other team");
  const member = (name: string) =>
    person(owner, `${name} ${canary}`, "UTC", null, `${name.toLowerCase()}@${canary}.example`, [
      teamId,
    ]);
  const people = [await member("Ann"), await member("Ben")] as const;
  const roster = primaryAndSecondary("2026-01-05", "UTC", [...people, writerPerson]);
  const tiers = roster.tiers.map((tier) => ({ ...tier, name: `${tier.name} ${canary}` }));
  const holidays = {
    id: randomUUID(),
    name: `Holidays ${canary}`,
    days: [{ date: "2026-12-25", name: "Christmas" }],
  };
  const document: Definition = { ...roster, tiers, calendars: [holidays] };
  const schedule = { name: `Schedule ${canary}`, description: `About ${canary}`, teamId, document };
  const scheduleId = await publish(author, owner, Date.now() - DAY, schedule);
  const [cover, by] = people;
  const span = {
    from: toLocal(Date.now() + DAY, "UTC"),
    until: toLocal(Date.now() + 2 * DAY, "UTC"),
  };
  const { draftId } = await at(author, (context) =>
    askForCover(context, { scheduleId, person: cover, by, ...span, reason: "" }),
  );
  await signLogHead(orgId, randomUUID(), Date.now());
  const known = new Map<string, Promise<Holder>>();
  const holder = async (grants: readonly Grant[], hasFactor = true) => {
    const key = JSON.stringify([grants, hasFactor]);
    const former = await known.get(key);
    // Who erased themselves is followed by somebody like them.
    if (former && (await isHere(former.actor))) return former;
    const found = newHolder({ canary, orgId, slug }, grants, hasFactor);
    known.set(key, found);
    return found;
  };
  return {
    canary,
    orgId,
    slug,
    owner,
    author,
    teamId,
    otherTeamId,
    people,
    scheduleId,
    draftId,
    document,
    holder,
    newcomer: (grants = []) => newHolder({ canary, orgId, slug }, grants),
  };
}

/** Runs work as a member of the world. */
export const at = <T>(actor: Actor, work: Parameters<typeof as<T>>[2]): Promise<T> =>
  as(actor, Date.now(), work);
