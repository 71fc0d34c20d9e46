import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { WATCHED } from "@/lib/alerts/entries";
import { isOffHours } from "@/lib/alerts/off-hours";
import { listAlerts } from "@/lib/alerts/queries";
import { watchLog } from "@/lib/alerts/watch";
import { planExport } from "@/lib/log/export";
import { changePermissions } from "@/lib/members/commands";
import { createKey } from "@/lib/members/key-commands";
import { changeOrganisation } from "@/lib/organisation/commands";
import { createToken } from "@/lib/scim/token-commands";
import { grantAccess } from "@/lib/support/commands";
import type { Actor } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { zoneNames, zones } from "@/lib/zones/table";
import { as } from "@/scripts/demo-stage";
import { openStage, type Tenant, tenant } from "./stage";

const stage = await openStage();
const owner = await stage.openOwner();
afterAll(() => stage.close());

let lumen: Tenant;
let dana: Actor;
let made = 0;

// Of each test's own: the log forgets nothing.
beforeEach(async () => {
  made += 1;
  lumen = await tenant(`lumen-${made}`);
  dana = await lumen.member("Dana Ruiz", "Approver");
  await watch();
  await owner.query(`DELETE FROM "Alert"`);
});

const watch = () => watchLog(lumen.orgId, "test", Date.now());
const seen = async () => (await as(lumen.owner, Date.now(), listAlerts))[0];
const zoneWhere = (isNight: boolean) =>
  zoneNames.find((name) => isOffHours(Date.now(), zones(name)) === isNight);
const setZone = (zone: string | undefined) =>
  owner.query(`UPDATE "Organisation" SET "zone" = $1 WHERE "orgId" = $2`, [zone, lumen.orgId]);

const JOBS = `DELETE FROM graphile_worker._private_jobs WHERE "key" = $1`;
/** How many jobs were waiting to look at the log since somebody asked last. */
const woken = async () => (await owner.query(JOBS, [`alert-watch:${lumen.orgId}`])).rowCount;

test("exports by a member and by keys of theirs are one member's", async () => {
  const take = (actor: Actor) => as(actor, Date.now(), (context) => planExport(context));
  const byKey = (id: string) => ({ ...dana, key: { id, createdBy: dana.memberId } });
  for (const actor of [dana, dana, byKey(randomUUID()), byKey(randomUUID())]) await take(actor);
  expect(await watch()).toEqual([]);
  await take(byKey(randomUUID()));
  expect(await watch()).toEqual(["export"]);
  const alert = await seen();
  expect(alert?.happened).toContain("Dana Ruiz took 5 exports, also by API keys");
  expect(alert?.links.map(({ text }) => text)).toEqual(["Dana Ruiz", "API keys"]);
});

test("who changes the organisation's clock first makes no day of the night", async () => {
  const [night, day] = [zoneWhere(true), zoneWhere(false)];
  if (!night || !day) return;
  await setZone(night);
  const change = (zone: string) =>
    as(lumen.owner, Date.now(), (one) => changeOrganisation(one, { name: "Lumen", zone }));
  await change(day);
  await watch();
  const grants = [{ permission: "log.export", teamId: null } as const];
  const { memberId } = dana;
  await as(lumen.owner, Date.now(), (one) => changePermissions(one, { memberId, grants }));
  expect(await watch()).toEqual(["off-hours"]);
});

test("a key with administrative permissions, a provider's token or support at night is an alert, and wakes the job", async () => {
  await setZone(zoneWhere(true));
  const raisedBy = async (act: (context: Context) => Promise<unknown>) => {
    await owner.query(`DELETE FROM "Alert"`);
    await woken();
    await as(lumen.owner, Date.now(), act);
    expect(await woken()).toBe(1);
    const raised = await watch();
    const alert = await seen();
    return raised.length > 0 ? [alert?.title, alert?.links.at(-1)?.text] : [];
  };
  const keyOf = (permission: "log.export" | "schedule.view") => (context: Context) =>
    createKey(context, "own", { name: "Panel", days: 1, grants: [{ permission, teamId: null }] });
  expect(await raisedBy(keyOf("schedule.view"))).toEqual([]);
  expect(await raisedBy(keyOf("log.export"))).toEqual([
    "Olga Owner gave administrative permissions outside working hours",
    "API keys",
  ]);
  expect(await raisedBy((context) => createToken(context, { preset: "Viewer" }))).toEqual([
    "Olga Owner made a SCIM token outside working hours",
    "Provisioning",
  ]);
  const access = { reason: "", whole: true, teams: [], hours: 1 };
  expect(await raisedBy((context) => grantAccess(context, access))).toEqual([
    "Olga Owner let support in outside working hours",
    "Support",
  ]);
});

test("everything that the rules look at wakes them", async () => {
  const { rows } = await owner.query(
    `SELECT pg_get_triggerdef(oid) AS made FROM pg_trigger WHERE tgname = 'ask_watch'`,
  );
  const [, wakes = ""] = /WHEN \((.*)\) EXECUTE/.exec(String(rows[0]?.made)) ?? [];
  const asleep = await owner.query(
    `SELECT action FROM unnest($1::text[]) AS action WHERE NOT (${wakes.replaceAll("new.action", "action")})`,
    [WATCHED],
  );
  expect(wakes).not.toBe("");
  expect(asleep.rows).toEqual([]);
});
