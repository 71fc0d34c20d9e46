import { randomUUID } from "node:crypto";
import pg from "pg";
import { appClient } from "@/lib/db/client";
import { signLogHead } from "@/lib/log/head";
import { invite } from "@/lib/members/commands";
import { createKey } from "@/lib/members/key-commands";
import { addConnection } from "@/lib/organisation/sso-commands";
import { addDomain } from "@/lib/organisation/sso-domain-commands";
import { addTimeOff } from "@/lib/people/commands";
import { addWish } from "@/lib/people/wish-commands";
import { askForCover } from "@/lib/roster/cover-commands";
import { createFeed } from "@/lib/roster/feed-commands";
import { defaultStoredRules } from "@/lib/roster/load-rules";
import { saveLoadRules } from "@/lib/roster/load-rules-store";
import { defaultPolicy } from "@/lib/roster/policy";
import { savePolicy } from "@/lib/roster/policy-store";
import { addGroup } from "@/lib/scim/groups";
import { createToken, type NewScimToken } from "@/lib/scim/token-commands";
import { addUser } from "@/lib/scim/users";
import { grantAccess } from "@/lib/support/commands";
import type { Context } from "@/lib/tenancy/context";
import type { TenantModel } from "@/lib/tenancy/models";
import { once } from "@/lib/tenancy/once";
import { recordRefused } from "@/lib/tenancy/tally";
import { toLocal } from "@/lib/zones/local";
import { as } from "@/scripts/demo-stage";
import { DAY, published, type Tenant, tenant, weekly } from "./stage";

/** A harmless change of every tenant's table. A new one must say here what its is. */
export const CHANGE: Readonly<Record<TenantModel, object>> = {
  Organisation: { name: "changed" },
  Member: { name: "changed" },
  Grant: { preset: "changed" },
  Invitation: { name: "changed" },
  SsoConnection: { name: "changed" },
  SsoDomain: { token: "changed" },
  SupportAccess: { firstLookAt: new Date(0) },
  Team: { name: "changed" },
  Person: { name: "changed" },
  TeamPerson: { personId: randomUUID() },
  ContactMethod: { position: 7 },
  TimeOff: { note: "changed" },
  Wish: { note: "changed" },
  Schedule: { name: "changed" },
  Plan: { status: "failed" },
  Revision: { zonesVersion: "changed" },
  Draft: { title: "changed" },
  Review: { words: "changed" },
  Acknowledgement: { createdAt: new Date(0) },
  Policy: { version: 7 },
  LoadRules: { version: 7 },
  ChangeLogEntry: { action: "changed" },
  ChangeLogHead: { hash: "changed" },
  SignedHead: { root: "changed" },
  HeadSink: { number: 7 },
  PersonKey: { keyBox: "changed" },
  LogTally: { count: 7 },
  Alert: { note: "changed" },
  AlertWatch: { through: 7 },
  RequestKey: { print: "changed" },
  ApiKey: { name: "changed" },
  KeyNetwork: { network: "changed" },
  Feed: { prefix: "changed" },
  ScimToken: { prefix: "changed" },
  ScimUser: { active: false },
  ScimGroup: { displayName: "changed" },
  ScimGroupMember: { scimUserId: randomUUID() },
  Outbox: { kind: "changed" },
};

/** Tables that nobody updates or deletes from: PostgreSQL refuses, before it looks at any row. */
export const APPEND_ONLY: ReadonlySet<string> = new Set([
  "Revision",
  "Review",
  "ChangeLogEntry",
  "ChangeLogHead",
  "SignedHead",
]);

/** Tables that nobody deletes from, though rows of them change. */
export const KEPT: ReadonlySet<string> = new Set([
  "HeadSink",
  "Organisation",
  "PersonKey",
  "SupportAccess",
]);

/** Tables in which a second row with the same content but for its id is refused (P2002). */
export const UNIQUE: ReadonlySet<string> = new Set([
  "Acknowledgement",
  "Alert",
  "AlertWatch",
  "ApiKey",
  "ContactMethod",
  "Feed",
  "Grant",
  "HeadSink",
  "Invitation",
  "KeyNetwork",
  "LoadRules",
  "LogTally",
  "Member",
  "Organisation",
  "PersonKey",
  "Policy",
  "RequestKey",
  "Revision",
  "ScimGroup",
  "ScimGroupMember",
  "ScimToken",
  "ScimUser",
  "SignedHead",
  "SsoDomain",
  "Team",
  "TeamPerson",
]);

/** Tables of which the rows of `fullTenant` cannot all be deleted, because others refer to them (P2003). */
export const REFERRED: ReadonlySet<string> = new Set([
  "Draft",
  "Member",
  "Person",
  "Schedule",
  "Team",
]);

/** Tables of which a change is of a reference, which then points nowhere (P2003): they have nothing else. */
export const LINKS: ReadonlySet<string> = new Set(["ScimGroupMember", "TeamPerson"]);

/** A tenant with at least one row in every table. */
export async function fullTenant(slug: string): Promise<Tenant> {
  const now = Date.now();
  const made = await tenant(slug);
  const author = await made.member(`${slug} author`, "Scheduler");
  const reviewer = await made.member(`${slug} reviewer`, "Approver");
  const other = await made.person(`${slug} person`);
  const roster = weekly([author.person, other], "UTC");
  const scheduleId = await published(made, author, reviewer, now - DAY, roster);
  const day = (days: number) => toLocal(now + days * DAY, "UTC");
  const span = { from: day(1), until: day(2) };
  await as(author, now, (context) =>
    askForCover(context, { scheduleId, person: author.person, by: other, ...span, reason: slug }),
  );
  await as(made.owner, now, async (context) => {
    await addTimeOff(context, { personId: other, ...span, note: slug });
    await addWish(context, { personId: other, kind: "avoids", weekday: 5, weight: 2, note: slug });
    const { memberId } = context.actor;
    await context.db.plan.create({ data: { scheduleId, memberId, choices: {}, input: {} } });
    await grantAccess(context, { reason: slug, whole: true, teams: [], hours: 1 });
    await savePolicy(context, { scheduleId: null, version: 0, rules: defaultPolicy });
    await saveLoadRules(context, { version: 0, rules: defaultStoredRules });
    const grants = [{ permission: "schedule.view", teamId: null } as const];
    await invite(context, { name: "Guest", email: `guest@${slug}.example`, grants });
    await once(context, { key: randomUUID(), text: slug }, async () => slug);
    await addConnection(context, { kind: "oidc", name: slug });
    await addDomain(context, { domain: `${slug}.example` });
    await createFeed(context, { scheduleId: null, days: null });
    await createKey(context, "own", { name: slug, days: 30, grants });
    const key = await context.db.apiKey.findFirst({ where: { name: slug } });
    await context.db.keyNetwork.create({ data: { keyId: key?.id ?? "", network: slug } });
    const token = await createToken(context, { preset: "Viewer" });
    const scim = { ...context, actor: { ...context.actor, key: await scimKey(context, token) } };
    const userName = `scim@${slug}.example`;
    const members = [{ value: await addUser(scim, { userName }) }];
    await addGroup(scim, { displayName: slug, members });
    const window = { at: new Date(now), windowAt: new Date(now) };
    await context.db.alert.create({ data: { rule: "spike", subject: slug, facts: {}, ...window } });
    await context.db.alertWatch.create({ data: {} });
    await context.db.headSink.create({ data: { sink: "file", number: 0 } });
    const refused = { action: "permission.refused", door: "log.view" } as const;
    const origin = { address: "192.0.2.1", device: "a browser" };
    await recordRefused({ ...context.actor, origin }, context.db, refused, now);
  });
  await signLogHead(made.orgId, "test", now);
  return made;
}

/** The token as it acts. */
async function scimKey({ db }: Context, { token }: NewScimToken) {
  const tokens = await db.scimToken.findMany({
    select: { id: true, prefix: true, createdBy: true },
  });
  const own = tokens.find(({ prefix }) => token.startsWith(`${prefix}_`));
  if (!own) throw new Error("there is no such token");
  return { id: own.id, createdBy: own.createdBy };
}

type Call = (args: object) => Promise<unknown>;

/** Any operation of any model, by name: also those that the types do not offer. */
export async function call(
  client: object,
  model: string,
  operation: string,
  args: object,
): Promise<unknown> {
  const name = model.charAt(0).toLowerCase() + model.slice(1);
  const delegate: Record<string, Call> = Reflect.get(client, name);
  const run = delegate[operation];
  if (!run) throw new Error(`${model} has no ${operation}`);
  return run(args);
}

type Field = { readonly name: string; readonly kind: string; readonly dbName?: string | null };
type Shape = Readonly<Record<string, { readonly fields: readonly Field[] }>>;

/** The fields of every model, as the generated client knows them. */
export function fieldsOf(model: string, kind: "scalar" | "object"): string[] {
  const { models }: { models: Shape } = Reflect.get(appClient(), "_runtimeDataModel");
  const fields = models[model]?.fields ?? [];
  return fields.filter((field) => field.kind === kind).map(({ name }) => name);
}

/** Every organisation whose id is somewhere in these rows, however deep. */
export function organisationsIn(value: unknown): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((one) => [...organisationsIn(one)]));
  if (typeof value !== "object" || value === null) return new Set();
  const inside = Object.values(value).flatMap((one) => [...organisationsIn(one)]);
  return new Set("orgId" in value ? [String(value.orgId), ...inside] : inside);
}

/** Everything that the database holds of an organisation, as the owner sees it. */
export async function dump(ownerUrl: string, orgId: string, tables: readonly string[]) {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const held: Record<string, unknown[]> = {};
    for (const table of tables) {
      const { rows } = await client.query(
        `SELECT to_jsonb(t) AS row FROM "${table}" t WHERE "orgId" = $1 ORDER BY to_jsonb(t)::text`,
        [orgId],
      );
      held[table] = rows.map(({ row }) => row);
    }
    return held;
  } finally {
    await client.end();
  }
}
