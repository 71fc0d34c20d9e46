import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { GET as feeds } from "@/app/feeds/[token]/route";
import { GET as now } from "@/app/o/[org]/now.json/route";
import { peerHeader } from "@/lib/auth/peer";
import { mintSession } from "@/lib/auth/session";
import { findLiveSession } from "@/lib/auth/session-store";
import { readToken, sessionCookie } from "@/lib/auth/token";
import { fingerprint } from "@/lib/crypto/secret";
import { changeNetworks } from "@/lib/organisation/network-commands";
import { networksSchema } from "@/lib/organisation/network-schema";
import { createFeed } from "@/lib/roster/feed-commands";
import { listEntries, logSearchSchema } from "@/lib/roster/log-queries";
import { stillHolds } from "@/lib/tenancy/recheck";
import { requireMember } from "@/lib/tenancy/require";
import { as } from "@/scripts/demo-stage";
import { asRequest } from "@/tests/doors/request";
import { bearer, keysStage, make, NOW } from "./keys-stage";
import { outcome } from "./stage";
import { get } from "./web";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async () => (await import("@/tests/doors/request")).serverOfRequest);

const { owner, lumen, harbour, scheduler, close } = await keysStage();
afterAll(close);

const run = promisify(execFile);

const HOME = "203.0.113.9";
const ELSEWHERE = "198.51.100.4";

const set = (text: string, address: string | null = HOME, actor = lumen.owner) =>
  outcome(
    as({ ...actor, origin: { address, device: "a browser" } }, NOW, (context) =>
      changeNetworks(context, networksSchema.parse({ networks: text })),
    ),
  );

beforeEach(async () => {
  await owner.query(`UPDATE "Organisation" SET "networks" = '{}'`);
});

async function cookieOf({ userId }: { readonly userId: string }): Promise<string> {
  return `${sessionCookie().name}=${await mintSession({ id: userId, version: 1 }, "a browser")}`;
}

describe("with rules", () => {
  test("sessions, keys and feeds come in from inside, and find nothing from outside", async () => {
    const cookie = await cookieOf(scheduler);
    const { key } = await make(scheduler);
    const shared = await make(lumen.owner, {}, "organisation");
    const { path } = await as(scheduler, NOW, (context) =>
      createFeed(context, { scheduleId: null, days: null }),
    );
    const token = { token: path.replace("/feeds/", "") };
    const from = (address: string) => ({ "x-forwarded-for": address });
    const statuses = async (address: string) => [
      await asRequest(cookie, () => requireMember("lumen"), {
        ...peerHeader("10.0.0.1"),
        ...from(address),
      }).then(
        () => 200,
        (error: Error) => Number(error.message.split(";").at(-1)),
      ),
      (await get(now, "/", { org: "lumen" }, { ...bearer(key), ...from(address) })).status,
      (await get(now, "/", { org: "lumen" }, { ...bearer(shared.key), ...from(address) })).status,
      (await get(feeds as Parameters<typeof get>[0], path, token, from(address))).status,
    ];
    expect(await statuses(ELSEWHERE)).toEqual([200, 200, 200, 200]);
    expect(await set("203.0.113.0/24 # the office\n2001:db8::/32")).toBe("ok");
    expect(await statuses(HOME)).toEqual([200, 200, 200, 200]);
    expect(await statuses("2001:db8::7")).toEqual([200, 200, 200, 200]);
    expect(await statuses(ELSEWHERE)).toEqual([404, 401, 401, 404]);
    expect(await statuses("nobody knows")).toEqual([404, 401, 401, 404]);
  });

  test("of one organisation, another's people come in as before", async () => {
    expect(await set(HOME)).toBe("ok");
    const { key } = await make(harbour.owner);
    const sent = { ...bearer(key), "x-forwarded-for": ELSEWHERE };
    expect((await get(now, "/", { org: "harbour" }, sent)).status).toBe(200);
  });

  test("a stream of somebody who is outside now is cut off", async () => {
    const token = await readToken((await cookieOf(scheduler)).split("=")[1] ?? "");
    const sessionHash = fingerprint(token?.sessionId ?? "");
    expect(await findLiveSession(sessionHash, scheduler.userId)).not.toBeNull();
    const origin = { address: ELSEWHERE, device: "a browser" };
    const actor = { ...scheduler, sessionHash, origin };
    expect(await stillHolds(actor, "member")).toBe(true);
    expect(await set(HOME)).toBe("ok");
    expect(await stillHolds(actor, "member")).toBe(false);
  });

  test("the log says who was refused, and who changed what; many refusals are counted", async () => {
    const { key } = await make(scheduler, { name: "Panel" });
    await set(HOME);
    for (let i = 0; i < 3; i += 1)
      await get(now, "/", { org: "lumen" }, { ...bearer(key), "x-forwarded-for": ELSEWHERE });
    const { entries } = await as(lumen.owner, NOW, (context) =>
      listEntries(context, logSearchSchema.parse({})),
    );
    expect(entries.slice(0, 2).map(({ actor, sentence }) => `${actor} ${sentence}`)).toEqual([
      "The key “Panel” of Sam Scheduler was refused: came from outside the organisation’s networks",
      "Olga Owner let people in only from 1 network",
    ]);
    expect(entries[0]?.origin?.address).toBe(ELSEWHERE);
  });
});

describe("nobody locks themselves out", () => {
  test("a list without the present address is refused, and so is any where nobody knows it", async () => {
    expect(await set("192.0.2.0/24")).toBe("invalid");
    expect(await set("203.0.113.8/32")).toBe("invalid");
    expect(await set("203.0.113.0/24", null)).toBe("invalid");
    const { rows } = await owner.query(`SELECT DISTINCT "networks" FROM "Organisation"`);
    expect(rows).toEqual([{ networks: [] }]);
    expect(await set("203.0.113.0/24")).toBe("ok");
    expect(await set("", ELSEWHERE)).toBe("ok");
  });

  test.each(["300.1.1.1", "203.0.113.0/33", "office", "203.0.113.0/24 198.51.100.4"])(
    "%j is no list",
    (text) => {
      const [issue] = networksSchema.safeParse({ networks: text }).error?.issues ?? [];
      expect(issue?.message).toMatch(/is no address or range/);
    },
  );
});

test("the operator shows an organisation's rules, and clears them, which is in its log", async () => {
  expect(await set(HOME)).toBe("ok");
  const args = ["--conditions=react-server", "--import", "tsx", "scripts/networks.ts", "--org"];
  const networks = (...more: string[]) =>
    run(process.execPath, [...args, ...more], { env: process.env });
  await expect(networks("nowhere")).rejects.toThrow(/There is no organisation nowhere/);
  expect((await networks("lumen")).stdout.trim()).toBe(`${HOME}/32`);
  expect((await networks("lumen", "--clear")).stdout).toContain("Cleared");
  expect((await networks("lumen")).stdout.trim()).toBe("From everywhere.");
  const { rows } = await owner.query(
    `SELECT "actorId", "body" FROM "ChangeLogEntry" WHERE "action" = 'network.changed' ORDER BY "number" DESC LIMIT 1`,
  );
  expect(rows).toMatchObject([{ actorId: null }]);
  expect(JSON.parse(rows[0].body)).toMatchObject({ before: 1, after: 0 });
}, 240_000);
