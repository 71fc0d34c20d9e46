import { afterAll, expect, test, vi } from "vitest";
import { GET as now } from "@/app/o/[org]/now.json/route";
import { listEntries, logSearchSchema } from "@/lib/roster/log-queries";
import { as } from "@/scripts/demo-stage";
import { bearer, idOf, keysStage, make } from "./keys-stage";
import { get } from "./web";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async () => (await import("@/tests/doors/request")).serverOfRequest);

const { owner, lumen, scheduler, close } = await keysStage();
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
