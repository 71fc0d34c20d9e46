import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freePort } from "@/lib/db/port";
import { canEverywhere } from "@/lib/tenancy/actor";
import { PERMISSION_NAMES, PERMISSIONS, type Permission } from "@/lib/tenancy/permissions";
import { call } from "@/tests/doors/call";
import { fingerprint, refusals } from "@/tests/doors/fingerprint";
import { type Found, findDoors, isOfOrganisation } from "@/tests/doors/inventory";
import { headersOfRequest, laters, serverOfRequest } from "@/tests/doors/request";
import type { Fields, Sample } from "@/tests/doors/sample";
import { SAMPLES } from "@/tests/doors/samples";
import { type Holder, makeWorld, type World } from "@/tests/doors/world";
import { openStage } from "./stage";

// What Next gives a request. The doors, and all that is behind them, are the product's own.
vi.mock("next/headers", () => headersOfRequest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));
vi.mock("next/server", () => serverOfRequest);

const doors = (await findDoors()).filter(
  (found) => isOfOrganisation(found) && found.door?.kind !== "account",
);

let stage: Awaited<ReturnType<typeof openStage>>;
let owner: pg.Client;
let world: World;
/** The last entry of the log before the doors were called. */
let former = 0;
async function lastEntry(): Promise<number> {
  const head = `SELECT "number"::int FROM "ChangeLogHead" WHERE "orgId" = $1`;
  return (await owner.query(head, [world.orgId])).rows[0].number;
}

beforeAll(async () => {
  // Far more calls than an organisation makes.
  const port = await freePort();
  const settings = { LIMITS_FACTOR: "1000", SSO_LOCAL: "on", SSO_DNS: `127.0.0.1:${port}` };
  stage = await openStage(() => settings);
  owner = await stage.openOwner();
  world = await makeWorld();
  former = await lastEntry();
});
afterAll(() => stage.close());

type Cell = {
  readonly who: string;
  readonly caller: Holder;
  /** Whether they may. */
  readonly let: boolean;
  /** What the door itself says to them; null where they come through it. */
  readonly atDoor: string | null;
};

/** Asked for by doors that every member may go through. */
const EVERYBODY: readonly string[] = ["member", "visitor"];

const asks = ({ door }: Found): string => door?.asks ?? "";

/** What the door says to who holds these, if anything. */
function saysDoor(found: Found, held: readonly Permission[]): string | null {
  if (EVERYBODY.includes(asks(found)) || held.some((name) => name === asks(found))) return null;
  return found.door?.kind === "action" ? "refused" : "not_found";
}

/** An administrative permission without a second factor is none, and the door that asks for it says so. */
async function withoutFactor(found: Found, { needs }: Sample, name: Permission): Promise<Cell> {
  return {
    who: `${name} without a second factor`,
    caller: await world.holder([{ permission: name, teamId: null }], false),
    let: needs.length === 0,
    atDoor: name === asks(found) ? "factor_missing" : saysDoor(found, []),
  };
}

/** Every permission alone, for the organisation and for another team; all that it takes, together; and none. */
async function cellsOf(found: Found, sample: Sample): Promise<Cell[]> {
  const { needs } = sample;
  const sets: Permission[][] = [[], ...PERMISSION_NAMES.map((name) => [name])];
  if (needs.length > 1) sets.push([...needs]);
  const cells: Cell[] = [];
  for (const held of sets) {
    const enough = needs.every((name) => held.includes(name));
    const atDoor = saysDoor(found, held);
    const everywhere = held.map((permission) => ({ permission, teamId: null }));
    const who = held.join("+") || "nothing";
    cells.push({ who, caller: await world.holder(everywhere), let: enough, atDoor });
    if (held.length === 0 || !held.every((name) => PERMISSIONS[name].team)) continue;
    const elsewhere = held.map((permission) => ({ permission, teamId: world.otherTeamId }));
    cells.push({
      who: `${who} of another team`,
      caller: await world.holder(elsewhere),
      let: enough && (sample.anywhere === true || needs.length === 0),
      atDoor,
    });
  }
  for (const name of PERMISSION_NAMES) {
    if (PERMISSIONS[name].administrative) cells.push(await withoutFactor(found, sample, name));
  }
  return cells;
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** The same with ids that nothing has. */
function elsewhere<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replace(UUID, () => randomUUID()));
}

/** Calls a door, waits for what it does once the answer is out, and counts the refusals that were logged. */
async function calling(found: Found, sample: Sample, caller: Holder, fields: Fields) {
  const count = () => refusals(owner, caller.actor.memberId, asks(found));
  const before = await count();
  const outcome = await call(found, world, sample, caller, fields);
  await Promise.all(laters.splice(0));
  return { outcome, logged: (await count()) - before };
}

/** What is wrong with how somebody was refused; nothing, where all is as it should be. */
async function refusal(
  found: Found,
  sample: Sample,
  cell: Cell,
  fields: Fields,
): Promise<string[]> {
  const { who, caller, atDoor } = cell;
  const { outcome, logged } = await calling(found, sample, caller, fields);
  const wanted = atDoor ? [atDoor] : ["refused", "not_found", sample.otherwise];
  const isRefusal = atDoor !== null || ["refused", "not_found"].includes(outcome);
  const wrong = [
    ...(wanted.includes(outcome) ? [] : [`${who}: ${outcome}`]),
    ...(logged === (isRefusal ? 1 : 0) ? [] : [`${who}: ${outcome}, logged ${logged} times`]),
  ];
  // Who sees the whole organisation knows what there is.
  if (atDoor || canEverywhere(caller.actor, "schedule.view")) return wrong;
  const params = elsewhere(sample.params?.(world) ?? {});
  const missing = { ...sample, params: () => params };
  const ofNothing = await calling(found, missing, caller, elsewhere(fields));
  if (ofNothing.outcome !== outcome)
    wrong.push(`${who}: ${outcome}, but ${ofNothing.outcome} for what does not exist`);
  // What is nowhere is refused to nobody.
  if (ofNothing.outcome === "not_found" && ofNothing.logged > 0)
    wrong.push(`${who}: what does not exist was logged as a refusal`);
  return wrong;
}

/** Actions that look, and change nothing. */
const LOOKS: readonly string[] = [
  "drafts/[draft]/edit/actions.ts fetchZones",
  "import/actions.ts lookAtPeople",
  "import/actions.ts lookAtSchedules",
];

const isAct = ({ id, door }: Found): boolean => door?.kind === "action" && !LOOKS.includes(id);

const BREAK = `CREATE FUNCTION no_entry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no entry'; END $$;
  CREATE TRIGGER no_entry BEFORE INSERT ON "ChangeLogEntry" FOR EACH ROW EXECUTE FUNCTION no_entry()`;

/** What an act does whose entry cannot be written; nothing, where the two are one. */
async function unlogged(found: Found, sample: Sample, caller: Holder): Promise<string[]> {
  const fields = (await sample.fields?.(world, caller)) ?? {};
  await Promise.all(laters.splice(0));
  const before = await fingerprint(owner);
  await owner.query(BREAK);
  // Which is reported, as it should be.
  const reports = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const outcome = await call(found, world, sample, caller, fields);
  reports.mockRestore();
  await owner.query("DROP FUNCTION no_entry CASCADE");
  const after = await fingerprint(owner);
  const changed = Object.keys(before).filter((table) => after[table] !== before[table]);
  return [
    ...(outcome === "ok" ? ["done without an entry"] : []),
    ...changed.map((table) => `without an entry it changed ${table}`),
  ];
}

async function walk(found: Found, sample: Sample): Promise<string[]> {
  const cells = await cellsOf(found, sample);
  const [some] = cells;
  if (!some) return ["nobody came"];
  const wrong: string[] = [];
  const fieldsFor = (caller: Holder) => sample.fields?.(world, caller) ?? {};
  const fields = await fieldsFor(some.caller);
  const before = await fingerprint(owner);
  for (const cell of cells.filter((one) => !one.let)) {
    wrong.push(...(await refusal(found, sample, cell, fields)));
  }
  const after = await fingerprint(owner);
  for (const table of Object.keys(before)) {
    if (after[table] !== before[table]) wrong.push(`a refusal changed ${table}`);
  }
  for (const { who, caller } of cells.filter((one) => one.let)) {
    const fieldsOfTheirs = await fieldsFor(caller);
    const last = await lastEntry();
    const outcome = await call(found, world, sample, caller, fieldsOfTheirs);
    if (outcome !== "ok") wrong.push(`${who}: ${outcome}`);
    if (isAct(found) && (await lastEntry()) === last) wrong.push(`${who}: nothing was logged`);
  }
  const may = cells.findLast((one) => one.let);
  if (may && isAct(found)) wrong.push(...(await unlogged(found, sample, may.caller)));
  return wrong;
}

const calls = doors.flatMap((found) =>
  (SAMPLES[found.id] ?? []).map((sample, index) => ({
    found,
    sample,
    id: `${found.id}${index > 0 ? `, call ${index + 1}` : ""}`,
  })),
);

describe("whoever lacks a permission is refused, and only they", () => {
  test.each(calls)("$id", async ({ found, sample }) => {
    expect(await walk(found, sample)).toEqual([]);
  });
});

type Written = {
  readonly action: string;
  readonly actors: boolean;
  readonly subjects: boolean;
  readonly requests: boolean;
  readonly origins: boolean;
  readonly times: boolean;
};

// Last: of all that was done and refused above.
test("every kind of entry says who did what to what, when, from where and in which request", async () => {
  const { rows } = await owner.query<Written>(
    `SELECT "action", bool_and("actorId" IS NOT NULL) AS actors,
       bool_and("subjectKind" <> '' AND "subjectId" <> '') AS subjects,
       bool_and("requestId" ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$') AS requests,
       bool_or("origin" <> '') AS origins,
       bool_and("at" BETWEEN now() - interval '1 day' AND clock_timestamp()) AS times
     FROM "ChangeLogEntry" WHERE "orgId" = $1 AND "number" > $2 GROUP BY "action" ORDER BY "action"`,
    [world.orgId, former],
  );
  expect(rows.map(({ action }) => action)).toContain("permission.refused");
  const lacking = rows.flatMap(({ action, ...has }) =>
    Object.entries(has).flatMap(([what, isThere]) => (isThere ? [] : [`${action}: ${what}`])),
  );
  expect(lacking).toEqual([]);
});

test("no entry tells a name or an address of anybody to who has no key of theirs", async () => {
  const people = `(Ann|Ben|Olga|Willem|Holder) ${world.canary}|@${world.canary}`;
  const { rows } = await owner.query(
    `SELECT DISTINCT "action" FROM "ChangeLogEntry"
       WHERE "orgId" = $1 AND concat("body", "subjectId", "origin") ~ $2 ORDER BY 1`,
    [world.orgId, people],
  );
  expect(rows).toEqual([]);
});
