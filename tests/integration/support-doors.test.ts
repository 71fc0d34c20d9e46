import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { call } from "@/tests/doors/call";
import { fingerprint } from "@/tests/doors/fingerprint";
import { type Found, findDoors, isOfOrganisation } from "@/tests/doors/inventory";
import { headersOfRequest } from "@/tests/doors/request";
import type { Sample } from "@/tests/doors/sample";
import { SAMPLES } from "@/tests/doors/samples";
import { endSupport, letSupportLook } from "@/tests/doors/samples-settings";
import { makeWorld, strangerAt, type World } from "@/tests/doors/world";
import { openStage } from "./stage";

// What Next gives a request. The doors, and all that is behind them, are the product's own.
vi.mock("next/headers", () => headersOfRequest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("next/server", () => ({ connection: async () => undefined, after: () => undefined }));

const STAFF = "sam@operator.example";
const doors = (await findDoors()).filter(
  (found) => isOfOrganisation(found) && found.door?.kind !== "account",
);

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let world: World;
let staff: Awaited<ReturnType<typeof strangerAt>>;
beforeAll(async () => {
  stage = await openStage(() => ({ STANDBY_SUPPORT: STAFF, LIMITS_FACTOR: "1000" }));
  owner = await stage.openOwner();
  world = await makeWorld();
  staff = await strangerAt(STAFF);
});
afterAll(() => stage.close());

/** How often it is in the log that staff did this. */
async function logged(action: string): Promise<number> {
  const { rows } = await owner.query(
    `SELECT count(*)::int AS count FROM "ChangeLogEntry" WHERE "actorId" = $1 AND "action" = $2`,
    [staff.userId, action],
  );
  return rows[0]?.count;
}

/** Whether support may come through: to see, never to change, and not where only members are asked in. */
function isForSupport({ door }: Found): boolean {
  const sees = door?.asks === "schedule.view" || door?.asks === "visitor";
  return sees && door?.kind !== "action";
}

const calls = doors.flatMap((found) =>
  (SAMPLES[found.id] ?? []).slice(0, 1).map((sample) => ({ found, sample, id: found.id })),
);

/** What support meets at a door, and what of it is left in the database. */
async function meet(found: Found, sample: Sample, first: () => Promise<unknown>) {
  const holder = await world.holder([]);
  const fields = (await sample.fields?.(world, holder)) ?? {};
  await first();
  const before = await fingerprint(owner);
  const [looks, refusals] = [await logged("support.looked"), await logged("permission.refused")];
  const outcome = await call(found, world, sample, staff, fields);
  const after = await fingerprint(owner);
  const changed = Object.keys(before).filter((table) => before[table] !== after[table]);
  return {
    outcome,
    looks: (await logged("support.looked")) - looks,
    refusals: (await logged("permission.refused")) - refusals,
    changed,
  };
}

describe("support that nobody lets look", () => {
  test.each(calls)("$id is not there", async ({ found, sample }) => {
    expect(await meet(found, sample, () => endSupport(world))).toEqual({
      outcome: "not_found",
      looks: 0,
      refusals: 0,
      changed: [],
    });
  });
});

describe("support that an owner lets look", () => {
  test.each(calls)("$id", async ({ found, sample }) => {
    // The first look of an access is noted on it, which asks for a mail.
    const shown = found.door?.kind !== "layout" && found.id !== "events/route.ts" ? 1 : 0;
    const isAction = found.door?.kind === "action";
    const met = await meet(found, sample, () => letSupportLook(world));
    expect(met).toEqual(
      isForSupport(found)
        ? { outcome: "ok", looks: shown, refusals: 0, changed: shown ? ["SupportAccess"] : [] }
        : { outcome: isAction ? "refused" : "not_found", looks: 0, refusals: 1, changed: [] },
    );
  });
});
