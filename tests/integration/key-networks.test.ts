import { afterAll, expect, test, vi } from "vitest";
import { GET as now } from "@/app/o/[org]/now.json/route";
import { peerHeader } from "@/lib/auth/peer";
import { deriveKey } from "@/lib/crypto/keys";
import { installContextKey } from "@/lib/db/context-key";
import { CONTEXT_PURPOSE } from "@/lib/db/signed-context";
import { listEntries, logSearchSchema } from "@/lib/roster/log-queries";
import { as } from "@/scripts/demo-stage";
import { asRequest } from "@/tests/doors/request";
import { MASTER_KEY } from "@/tests/support/database";
import { bearer, idOf, keysStage, make } from "./keys-stage";
import { makeToken } from "./scim-stage";
import { get } from "./web";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async () => (await import("@/tests/doors/request")).serverOfRequest);

const AUTUMN = Buffer.alloc(32, "another key of these tests").toString("base64");

const { owner, ownerUrl, lumen, scheduler, close } = await keysStage();
afterAll(close);

const use = async (key: string, address: string) =>
  (await get(now, "/", { org: "lumen" }, { ...bearer(key), "x-forwarded-for": address })).status;

async function newNetworks(): Promise<string[]> {
  const { entries } = await as(lumen.owner, Date.now(), (context) =>
    listEntries(context, logSearchSchema.parse({}), ["key.new-network"]),
  );
  return entries.map(({ actor, sentence, origin }) => `${actor} ${sentence}: ${origin?.address}`);
}

test("a key's use from another network is an entry, once, also beside its ordinary use", async () => {
  const { key } = await make(scheduler, { name: "Panel" });
  const who = "The key “Panel” of Sam Scheduler used the API key “Panel”";
  const first = `${who} for the first time: 203.0.113.9`;
  const stolen = `${who} from a network that it was never used from: 198.51.100.4`;
  expect(await Promise.all(Array.from({ length: 5 }, () => use(key, "203.0.113.9")))).toEqual(
    Array(5).fill(200),
  );
  expect(await newNetworks()).toEqual([first]);
  await use(key, "203.0.113.77");
  expect(await newNetworks()).toEqual([first]);
  await use(key, "198.51.100.4");
  await use(key, "203.0.113.9");
  await use(key, "198.51.100.5");
  expect(await newNetworks()).toEqual([stolen, first]);
  const { rows } = await owner.query(
    `SELECT "network" FROM "KeyNetwork" WHERE "keyId" = $1 ORDER BY "createdAt"`,
    [await idOf(lumen.owner, key)],
  );
  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).not.toMatch(/203\.0|198\.51/);
});

test("another key's networks are its own, and its hashes too", async () => {
  const { key } = await make(lumen.owner, { name: "Archive" }, "organisation");
  await use(key, "203.0.113.9");
  expect((await newNetworks())[0]).toBe(
    "The key “Archive” of the organisation used the API key “Archive” for the first time: 203.0.113.9",
  );
  const { rows } = await owner.query(
    `SELECT count(DISTINCT "network")::int AS different, count(*)::int AS all FROM "KeyNetwork"`,
  );
  expect(rows[0].different).toBe(rows[0].all);
});

test("another master key makes no known network new", async () => {
  const { key } = await make(scheduler, { name: "Long-lived" });
  const token = await makeToken(lumen);
  const addresses = ["203.0.113.9", "2001:db8::9"];
  const seen = `SELECT count(*)::int AS count FROM "ChangeLogEntry" WHERE "action" LIKE '%.new-network'`;
  const count = async () => (await owner.query(seen)).rows[0]?.count;
  /** Uses the key and the token on a server that was started with these master keys. */
  const useUnder = async (keys: string) => {
    vi.resetModules();
    vi.stubEnv("STANDBY_MASTER_KEY", "");
    vi.stubEnv("STANDBY_KEYS", keys);
    const { findKeyActor } = await import("@/lib/tenancy/key");
    const { findScimActor } = await import("@/lib/tenancy/scim");
    for (const address of addresses) {
      const sent = { ...peerHeader("10.0.0.1"), "x-forwarded-for": address };
      const using = async () => [await findKeyActor(key), await findScimActor(token)];
      expect(await asRequest(null, using, sent)).toEqual([expect.anything(), expect.anything()]);
    }
  };
  const before = await count();
  await useUnder(`master:${MASTER_KEY},autumn:${AUTUMN}`);
  expect(await count()).toBe(before + 4);
  await installContextKey(ownerUrl, deriveKey(AUTUMN, CONTEXT_PURPOSE));
  await useUnder(`autumn:${AUTUMN},master:${MASTER_KEY}`);
  expect(await count()).toBe(before + 4);
});
