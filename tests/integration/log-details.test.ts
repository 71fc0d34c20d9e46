import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { planExport } from "@/lib/log/export";
import { changePerson } from "@/lib/people/commands";
import { listEntries, logSearchSchema } from "@/lib/roster/log-queries";
import type { Actor } from "@/lib/tenancy/actor";
import { tenantTx } from "@/lib/tenancy/db";
import { record, recordOwn } from "@/lib/tenancy/log";
import type { Permission } from "@/lib/tenancy/permissions";
import { sealDetails } from "@/lib/tenancy/person-key";
import { as } from "@/scripts/demo-stage";
import { openStage, published, type Tenant, tenant, weekly } from "./stage";

const NOW = Date.now();
const PHONE = "+447400987654";
const ORIGIN = { address: "203.0.113.7", device: "Firefox on the old laptop" };

let stage: Awaited<ReturnType<typeof openStage>>;
let lumen: Tenant;
let author: Actor & { readonly person: string };
let reviewer: Actor & { readonly person: string };

beforeAll(async () => {
  stage = await openStage();
  lumen = await tenant("lumen");
  author = await lumen.member("Ana Author", "Scheduler");
  reviewer = await lumen.member("Rita Reviewer", "Approver");
  const made = { ...author, origin: ORIGIN };
  await published(lumen, made, reviewer, NOW, weekly([author.person]));
  const personId = await lumen.person("Erika Before");
  const change = { personId, name: "Erika After", zone: "UTC", email: null, teams: [lumen.teamId] };
  await as({ ...lumen.owner, origin: ORIGIN }, NOW, (context) =>
    changePerson(context, { ...change, phone: PHONE }),
  );
});
afterAll(() => stage.close());

const holding = (actor: Actor, ...names: Permission[]): Actor => ({
  ...actor,
  grants: names.map((permission) => ({ permission, teamId: null })),
});
const read = (actor: Actor) =>
  as(actor, NOW, async (context) => {
    const { entries } = await listEntries(context, logSearchSchema.parse({}));
    const text = JSON.stringify(entries);
    const shown = (...parts: string[]) => parts.filter((part) => text.includes(part));
    return { entries, shown: shown(PHONE, "Erika Before", ORIGIN.address, ORIGIN.device) };
  });

test("who may read the log, and no more, sees ids: no numbers, former names, addresses or devices", async () => {
  const { entries, shown } = await read(holding(reviewer, "log.view"));
  expect(shown).toEqual([]);
  expect(entries.find(({ entry }) => entry.action === "person.changed")?.details).toEqual([]);
  // What somebody wrote to all who decide is for all who read the log.
  const reviewed = entries.find(({ entry }) => entry.action === "draft.reviewed");
  expect(reviewed?.details).toContain("Words: Looks right to me.");
});

test("who manages people of some teams sees no more than that", async () => {
  const grants = [
    { permission: "log.view", teamId: null },
    { permission: "people.manage", teamId: lumen.teamId },
    { permission: "member.manage", teamId: lumen.teamId },
  ] as const;
  expect((await read({ ...reviewer, grants })).shown).toEqual([]);
});

test("who manages all people sees their details, and not from where members come", async () => {
  const { shown } = await read(holding(reviewer, "log.view", "people.manage"));
  expect(shown).toEqual([PHONE, "Erika Before"]);
});

test("from where members come is for who manages them or security, and each sees their own", async () => {
  for (const name of ["member.manage", "settings.manage"] as const) {
    const { shown } = await read(holding(reviewer, "log.view", name));
    expect([name, shown.includes(ORIGIN.address)]).toEqual([name, true]);
  }
  const { entries } = await read(holding(author, "log.view"));
  const seen = entries.filter(({ origin }) => origin !== null);
  expect(seen.length).toBeGreaterThan(0);
  expect(new Set(seen.map(({ entry }) => entry.actorId))).toEqual(new Set([author.memberId]));
});

test("taking the log out is an entry: by whom, and of which entries", async () => {
  const plan = await as(lumen.owner, NOW, planExport);
  const { entries } = await read(lumen.owner);
  const [last] = entries;
  expect(last?.entry).toMatchObject({ action: "log.exported", actorId: lumen.owner.memberId });
  expect(JSON.parse(last?.entry.body ?? "")).toEqual({ first: 1, last: plan.last });
});

test("the first two acts of a member, at the same time, do not wait for each other", async () => {
  const newcomer = { ...(await lumen.member("Nora Newcomer", "Viewer")), origin: ORIGIN };
  const { orgId, memberId: holderId } = newcomer;
  const entry = {
    action: "permission.refused",
    subject: { kind: "door", id: "log.view" },
    body: { count: 1 },
  } as const;
  let keyIsMade = () => {};
  const made = new Promise<void>((resolve) => {
    keyIsMade = resolve;
  });
  const first = tenantTx(orgId, async (db) => {
    await sealDetails(db, orgId, [{ holderId, value: ORIGIN }]);
    keyIsMade();
    // Long enough for the other to take what it can.
    await pause(300);
    await record({ actor: newcomer, db }, entry);
  });
  await made;
  const second = tenantTx(orgId, async (db) => {
    await recordOwn(db, "a job", entry);
    await record({ actor: newcomer, db }, entry);
  });
  expect(await Promise.allSettled([first, second])).toEqual([
    { status: "fulfilled", value: undefined },
    { status: "fulfilled", value: undefined },
  ]);
});
