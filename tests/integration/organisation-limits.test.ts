import { randomInt } from "node:crypto";
import { getURLFromRedirectError } from "next/dist/client/components/redirect";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import LeavePage from "@/app/(account)/sso/leave/page";
import { GET as startSso } from "@/app/sso/[provider]/start/route";
import { peerHeader } from "@/lib/auth/peer";
import { call } from "@/tests/doors/call";
import { findDoors } from "@/tests/doors/inventory";
import { asRequest } from "@/tests/doors/request";
import { SAMPLES } from "@/tests/doors/samples";
import { EVERYTHING, makeWorld, type World } from "@/tests/doors/world";
import { connect } from "./sso-stage";
import { openStage, tenant } from "./stage";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("next/server", async () => (await import("@/tests/doors/request")).serverOfRequest);

/** More than any budget of an organisation at a thousandth. */
const MOST = 8;

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => {
  stage = await openStage(() => ({ LIMITS_FACTOR: "0.001", SSO_LOCAL: "on" }));
});
afterAll(() => stage.close());

const doors = await findDoors();

/** One of each kind, and each kind of what costs more. */
const IDS = [
  "people/page.tsx",
  "now.json/route.ts",
  "events/route.ts",
  "people/actions.ts addPerson",
  "log/export/route.ts",
  "me/data/export/route.ts",
  "reports/export/route.ts",
  "import/actions.ts lookAtPeople",
  "import/actions.ts lookAtSchedules",
  "schedules/[schedule]/plan/actions.ts propose",
  "settings/actions.ts invite",
];

/** Calls the door as somebody who never did, and who may. */
async function callAnew(id: string, world: World): Promise<string> {
  const found = doors.find((one) => one.id === id);
  const sample = SAMPLES[id]?.[0];
  if (!found || !sample) throw new Error(`there is no ${id}`);
  const caller = await world.newcomer(EVERYTHING);
  return call(found, world, sample, caller, (await sample.fields?.(world, caller)) ?? {});
}

test.each(IDS)("all of an organisation's members together have a budget: %s", async (id) => {
  const world = await makeWorld();
  const said: string[] = [];
  while (said.length < MOST && said.at(-1) !== "busy") said.push(await callAnew(id, world));
  expect(said.at(-1)).toBe("busy");
  expect(said.slice(0, -1)).not.toEqual([]);
  expect(new Set(said.slice(0, -1))).toEqual(new Set(["ok"]));
  expect(await callAnew(id, world)).toBe("busy");
  expect(await callAnew(id, await makeWorld())).toBe("ok");
});

/** Whether somebody has to wait who begins to sign in from an address. */
async function waitsAt(provider: string, address: string): Promise<boolean> {
  const sent = { "sec-fetch-site": "same-origin", ...peerHeader(address) };
  const request = new Request(`http://localhost:3000/sso/${provider}/start`, { headers: sent });
  const props = { params: Promise.resolve({ provider }) };
  const answer = await asRequest(null, () => startSso(request, props), sent);
  return answer.headers.get("location")?.startsWith("/busy?") ?? false;
}

test("so have all who begin to sign in by its provider, from whatever network", async () => {
  const issuer = "http://localhost:1";
  const ours = await connect(await tenant("lumen"), issuer);
  const theirs = await connect(await tenant("harbour"), issuer);
  const waits = (provider: string) =>
    waitsAt(provider, `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`);
  const said: boolean[] = [];
  while (said.length < MOST && !said.at(-1)) said.push(await waits(ours));
  expect(said.length).toBeGreaterThan(1);
  expect(said.at(-1)).toBe(true);
  expect(await waits(ours)).toBe(true);
  expect(await waits(theirs)).toBe(false);
});

test("strangers at one place do not use that up by the many networks that they have", async () => {
  const ours = await connect(await tenant("garnet"), "http://localhost:1");
  const said: boolean[] = [];
  for (let nth = 0; nth < MOST; nth += 1) said.push(await waitsAt(ours, `2001:db8:1:${nth}::1`));
  expect(said).toEqual([false, ...Array<boolean>(MOST - 1).fill(true)]);
  expect(await waitsAt(ours, "2001:db8:2::1")).toBe(false);
});

test("nor by the page that says where a sign-in leads: it asks the provider too", async () => {
  const ours = await connect(await tenant("quartz"), "http://localhost:1");
  const look = (address: string) => {
    const searchParams = Promise.resolve({ provider: ours });
    return asRequest(null, async () => LeavePage({ searchParams }), peerHeader(address)).then(
      () => "shown",
      (error) => getURLFromRedirectError(error),
    );
  };
  expect(await look("2001:db8:3:1::1")).toBe("/sso/failed?why=unreachable");
  expect(await look("2001:db8:3:2::1")).toMatch(/^\/busy\?/);
  expect(await waitsAt(ours, "2001:db8:3:3::1")).toBe(true);
});
