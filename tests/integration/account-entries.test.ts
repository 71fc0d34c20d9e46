import type pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { signUp } from "@/app/(account)/sign-up/actions";
import { findUserId } from "@/lib/auth/account";
import { peerHeader } from "@/lib/auth/peer";
import { newSignUp } from "@/lib/auth/sign-up";
import { planExport } from "@/lib/log/export";
import { exportMe } from "@/lib/personal/export";
import { tenantTx } from "@/lib/tenancy/db";
import { isLetIn } from "@/lib/tenancy/network";
import { openDetails } from "@/lib/tenancy/person-key";
import { as } from "@/scripts/demo-stage";
import { ADDRESS, type Case, cases, enter, somebody, withApp, wrongCode } from "./account-acts";
import { jar, send, sent, settle } from "./form-browser";
import { openStage, type Tenant, tenant } from "./stage";

vi.mock("next/headers", async () => (await import("./form-browser")).nextHeaders);
vi.mock("next/cache", async () => (await import("./form-browser")).nextCache);
vi.mock("next/server", async () => (await import("./form-browser")).nextServer);

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let lumen: Tenant;

beforeAll(async () => {
  stage = await openStage();
  owner = await stage.openOwner();
  lumen = await tenant("lumen");
  for (const [name, value] of Object.entries(peerHeader(ADDRESS))) sent.set(name, value);
});
afterAll(() => stage.close());
beforeEach(async () => {
  jar.clear();
  await owner.query(`DELETE FROM "LogTally"`);
  await owner.query(`DELETE FROM "RateLimit"`);
});

type Row = { readonly action: string; readonly actorId: string; readonly origin: string };

async function entriesOf(orgId: string): Promise<readonly Row[]> {
  const { rows } = await owner.query<Row>(
    `SELECT "action", "actorId", "origin" FROM "ChangeLogEntry" WHERE "orgId" = $1 ORDER BY "number"`,
    [orgId],
  );
  return rows;
}

/** What was added, each with the address that it says it came from. */
async function added(orgId: string, before: number) {
  const rows = (await entriesOf(orgId)).slice(before);
  const boxes = rows.map(({ actorId, origin }) => ({ holderId: actorId, box: origin }));
  const origins = await tenantTx(orgId, (db) => openDetails(db, orgId, boxes));
  return rows.map(({ action }, i) => ({ action, origin: origins[i] }));
}

const from = { origin: { address: ADDRESS, device: "a test" } };
const here = (lumen: Tenant) => ({ ...lumen.owner, ...from });

const others: readonly (readonly [string, readonly string[], Case])[] = [
  [
    "a copy of one's own data",
    ["member.exported"],
    async (_, { lumen }) => ({
      act: () => as(here(lumen), Date.now(), (context) => exportMe(context, true)),
      orgId: lumen.orgId,
    }),
  ],
  [
    "an export of the log",
    ["log.exported"],
    async (_, { lumen }) => ({
      act: () => as(here(lumen), Date.now(), planExport),
      orgId: lumen.orgId,
    }),
  ],
  [
    "a request from outside of the networks",
    ["network.refused"],
    async (_, { lumen }) => ({
      act: () => isLetIn(here(lumen), ["192.0.2.0/24"]),
      orgId: lumen.orgId,
    }),
  ],
];

test.each([...cases, ...others])(
  "%s writes exactly %j, and from where",
  async (_, actions, prepare) => {
    const someone = await somebody();
    const { act, orgId = someone.orgId } = await prepare(someone, { owner, lumen });
    await settle();
    await owner.query(`DELETE FROM "LogTally"`);
    const before = (await entriesOf(orgId)).length;
    await act();
    await settle();
    const found = await added(orgId, before);
    expect(found.map(({ action }) => action)).toEqual(actions);
    for (const { origin } of found) expect(origin).toMatchObject({ address: ADDRESS });
  },
);

test("the wrong code after which codes rest for everybody is an entry, and that they do another", async () => {
  const someone = await somebody();
  await withApp(someone);
  await enter(someone);
  await owner.query(`UPDATE "User" SET "codeTries" = 10 WHERE "id" = $1`, [someone.userId]);
  await settle();
  const before = (await entriesOf(someone.orgId)).length;
  await wrongCode();
  await settle();
  const found = await added(someone.orgId, before);
  // Both are logged once the answer is out, and either may be first.
  expect(found.map(({ action }) => action).sort()).toEqual([
    "member.locked-out",
    "member.sign-in-failed",
  ]);
  for (const { origin } of found) expect(origin).toMatchObject({ address: ADDRESS });
});

test("a new organisation's log begins with its founding and the session it was founded in", async () => {
  const email = "founder@entries.example";
  const secret = (await newSignUp(email, Date.now())) ?? "";
  const form = { secret, name: "Fay", password: "correct horse battery", zone: "UTC" };
  await send(signUp, { ...form, organisation: "Taken", slug: "lumen" });
  expect([await findUserId(email), jar.size]).toEqual([null, 0]);
  const founded = { organisation: "Fay's", slug: "fays" };
  expect(await send(signUp, { ...form, ...founded })).toEqual({ to: "/o/fays" });
  const { rows } = await owner.query(`SELECT "orgId" FROM "Organisation" WHERE "slug" = 'fays'`);
  expect(await added(String(rows[0]?.orgId), 0)).toEqual([
    { action: "organisation.founded", origin: expect.objectContaining({ address: ADDRESS }) },
    { action: "member.signed-in", origin: expect.objectContaining({ address: ADDRESS }) },
  ]);
});
