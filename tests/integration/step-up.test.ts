import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { call } from "@/tests/doors/call";
import { type Found, findDoors } from "@/tests/doors/inventory";
import { headersOfRequest } from "@/tests/doors/request";
import { SAMPLES } from "@/tests/doors/samples";
import { EVERYTHING, makeWorld, type World } from "@/tests/doors/world";
import { openStage } from "./stage";

// What Next gives a request. The doors, and all that is behind them, are the product's own.
vi.mock("next/headers", () => headersOfRequest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("next/server", () => ({ connection: async () => undefined, after: () => undefined }));

/** Who gets in, who may what, and what leaves Standby: the doors that change these. */
const SENSITIVE = [
  "/(account)/second-factor/actions.ts askForNewPasskey",
  "/(account)/second-factor/actions.ts changeFactor",
  "/(account)/sso/actions.ts linkFound",
  "/(account)/sso/actions.ts unlink",
  "log/export/route.ts",
  "me/actions.ts changePassword",
  "me/actions.ts createFeed",
  "me/actions.ts recycleFeed",
  "me/actions.ts signOutDevice",
  "me/actions.ts signOutOthers",
  "me/data/actions.ts eraseMe",
  "me/data/export/route.ts",
  "me/keys/actions.ts createKey",
  "me/keys/actions.ts recycleKey",
  "people/actions.ts erasePerson",
  "reports/export/route.ts",
  "settings/actions.ts changeFactorPolicy",
  "settings/actions.ts changeNetworks",
  "settings/actions.ts changePermissions",
  "settings/actions.ts changeRetention",
  "settings/actions.ts changeSessionLimits",
  "settings/actions.ts createKey",
  "settings/actions.ts grantSupport",
  "settings/actions.ts invite",
  "settings/actions.ts recycleKey",
  "settings/actions.ts removeMember",
  "settings/actions.ts signMemberOut",
  "settings/actions.ts takeFactors",
  "settings/scim/actions.ts createToken",
  "settings/scim/actions.ts mapGroup",
  "settings/scim/actions.ts recycleToken",
  "settings/sso/actions.ts addConnection",
  "settings/sso/actions.ts addDomain",
  "settings/sso/actions.ts removeConnection",
  "settings/sso/actions.ts removeDomain",
  "settings/sso/actions.ts requireSso",
  "settings/sso/actions.ts saveOidc",
  "settings/sso/actions.ts saveSaml",
  "settings/sso/actions.ts saveSamlMetadata",
  "settings/sso/actions.ts trustFactors",
  "settings/sso/actions.ts verifyDomain",
];

const doors = (await findDoors()).filter(({ door }) => door?.stepUp);
const called = doors.filter(({ id }) => Object.hasOwn(SAMPLES, id));

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let world: World;
beforeAll(async () => {
  stage = await openStage();
  owner = await stage.openOwner();
  world = await makeWorld();
});
afterAll(() => stage.close());

/** How a call of the door ends for somebody who may do everything and proved who they are so long ago. */
async function outcomes(found: Found, ago: string): Promise<readonly string[]> {
  const caller = await world.holder(EVERYTHING);
  await owner.query(`UPDATE "Session" SET "provenAt" = now() - $2::interval WHERE "userId" = $1`, [
    caller.actor.userId,
    ago,
  ]);
  const ends: string[] = [];
  for (const sample of SAMPLES[found.id] ?? []) {
    const fields = (await sample.fields?.(world, caller)) ?? {};
    ends.push(await call(found, world, sample, caller, fields));
  }
  return ends;
}

test("the doors that change who gets in, who may what and what leaves ask for a fresh proof, and no others", () => {
  expect(doors.map(({ id }) => id).sort()).toEqual(SENSITIVE);
  expect(called.length).toBeGreaterThan(5);
});

describe.each(called.map((found) => [found.id, found] as const))("%s", (_id, found) => {
  test("asks for it in a session that was proven six minutes ago", async () => {
    expect(new Set(await outcomes(found, "6 minutes"))).toEqual(new Set(["confirm"]));
  });

  test("is open in one that was proven four minutes ago", async () => {
    expect(await outcomes(found, "4 minutes")).not.toContain("confirm");
  });
});
