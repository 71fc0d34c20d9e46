import { afterAll, beforeAll, expect, test } from "vitest";
import { addConnection, requireSso, trustFactors } from "@/lib/organisation/sso-commands";
import { addDomain, removeDomain, verifyDomain } from "@/lib/organisation/sso-domain-commands";
import { setMeaning } from "@/lib/scim/meaning-command";
import { createToken } from "@/lib/scim/token-commands";
import { grantAccess } from "@/lib/support/commands";
import type { Actor } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { as } from "@/scripts/demo-stage";
import { openStage, outcome, tenant } from "./stage";

const NOW = Date.now();

let stage: Awaited<ReturnType<typeof openStage>>;
let former: Actor;
beforeAll(async () => {
  stage = await openStage();
  const lumen = await tenant("lumen");
  former = await lumen.member("Olaf Owner", "Owner");
  const owner = await stage.openOwner();
  await owner.query(`DELETE FROM "Grant" WHERE "memberId" = $1`, [former.memberId]);
});
afterAll(() => stage.close());

const domain = "lumen.example";
const acts: readonly (readonly [string, (context: Context) => Promise<unknown>])[] = [
  ["lets support look", (c) => grantAccess(c, { reason: "", whole: true, teams: [], hours: 1 })],
  ["adds a provider", (c) => addConnection(c, { kind: "oidc", name: "Ours" })],
  ["asks for single sign-on", (c) => requireSso(c, { required: true, connections: [] })],
  ["trusts providers with factors", (c) => trustFactors(c, { trusted: true })],
  ["adds a domain", (c) => addDomain(c, { domain })],
  ["verifies a domain", (c) => verifyDomain(c, { domain }, [])],
  ["removes a domain", (c) => removeDomain(c, { domain })],
  ["makes a SCIM token", (c) => createToken(c, { preset: "Viewer" })],
  [
    "says what a group means",
    (c) => setMeaning(c, { groupId: crypto.randomUUID(), teamId: null, preset: "" }),
  ],
];

// What the door found may be some milliseconds old when the organisation's lock is taken.
test.each(acts)("who is no owner any more by then %s no more", async (_, act) => {
  expect(await outcome(as(former, NOW, act))).toBe("refused");
});
