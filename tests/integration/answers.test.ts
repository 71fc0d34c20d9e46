import { afterAll, expect, test, vi } from "vitest";
import { GET as logKeys } from "@/app/.well-known/standby-log-keys.json/route";
import { GET as health } from "@/app/api/health/route";
import { GET as shifts } from "@/app/o/[org]/schedules/[schedule]/shifts/route";
import { cookieFor } from "@/scripts/stage-account";
import { asRequest } from "@/tests/doors/request";
import { ask, bearer, keysStage, make, NOW } from "./keys-stage";
import { accountOf, DAY } from "./stage";
import { get } from "./web";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async () => (await import("@/tests/doors/request")).serverOfRequest);

const { scheduler, scheduleId, close } = await keysStage();
afterAll(close);

/** Every field of an answer by its path; of a list, those of all its items. */
function fieldsOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => fieldsOf(one, `${path}[]`));
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([name, one]) =>
    fieldsOf(one, path ? `${path}.${name}` : name),
  );
}

const fields = async (answer: Response) => [...new Set(fieldsOf(await answer.json()))].toSorted();

test("who is on call is told with these fields and no others", async () => {
  const { key } = await make(scheduler);
  expect(await fields(await ask(key))).toEqual([
    "at",
    "changesAt",
    "schedules[].id",
    "schedules[].name",
    "schedules[].published",
    "schedules[].team.id",
    "schedules[].team.name",
    "schedules[].tiers[].id",
    "schedules[].tiers[].mustBeCovered",
    "schedules[].tiers[].name",
    "schedules[].tiers[].next",
    "schedules[].tiers[].onCall[].atLeast",
    "schedules[].tiers[].onCall[].email",
    "schedules[].tiers[].onCall[].id",
    "schedules[].tiers[].onCall[].name",
    "schedules[].tiers[].onCall[].phone",
    "schedules[].tiers[].onCall[].until",
    "schedules[].tiers[].why",
    "schedules[].zone",
    "total",
    "zone",
  ]);
});

test("shifts are told with these fields and no others", async () => {
  const { key } = await make(scheduler);
  const [from, until] = [NOW - DAY, NOW + 10 * DAY].map((at) => new Date(at).toISOString());
  const query = `from=${from}&until=${until}`;
  const params = { org: "lumen", schedule: scheduleId };
  expect(await fields(await get(shifts, `/x?${query}`, params, bearer(key)))).toEqual([
    "from",
    "schedule.id",
    "schedule.name",
    "schedule.zone",
    "shifts[].because.layer.id",
    "shifts[].because.layer.name",
    "shifts[].because.revision",
    "shifts[].because.turn.endsAt",
    "shifts[].because.turn.id",
    "shifts[].because.turn.number",
    "shifts[].because.turn.startsAt",
    "shifts[].endsAt",
    "shifts[].people[].id",
    "shifts[].people[].name",
    "shifts[].startsAt",
    "shifts[].tier.id",
    "shifts[].tier.name",
    "shifts[].why",
    "until",
    "zone",
  ]);
});

test("a refusal tells its code and its words, no more", async () => {
  expect(await fields(await ask("standby_no_key"))).toEqual(["error.code", "error.message"]);
});

test("health and the log's public keys tell nothing of anybody", async () => {
  expect(await fields(await asRequest(null, health))).toEqual(["database", "status", "zones"]);
  expect(await fields(await asRequest(null, logKeys))).toEqual([
    "keys[].alg",
    "keys[].crv",
    "keys[].kid",
    "keys[].kty",
    "keys[].use",
    "keys[].x",
  ]);
});

test("who is no member finds nothing, and no cache in between may keep even that", async () => {
  const stranger = await accountOf("Stranger");
  const cookie = await cookieFor(stranger.id, "a test");
  const answer = await get(
    shifts,
    "/o/lumen/x",
    { org: "lumen", schedule: scheduleId },
    { cookie },
  );
  expect(answer.status).toBe(404);
  expect(answer.headers.get("cache-control")).toBe("private, no-store");
  expect(await fields(answer)).toEqual(["error.code", "error.message"]);
});
