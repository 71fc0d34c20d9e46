import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { previewImport, runImport } from "@/lib/roster/import-commands";
import { knownPeople } from "@/lib/roster/import-directory";
import { previewPeople, runPeople } from "@/lib/roster/import-people";
import { PROOF_BUDGET } from "@/lib/roster/import-proof";
import { listEntries, logSearchSchema } from "@/lib/roster/log-queries";
import type { Definition } from "@/lib/schedule/types";
import { as, person } from "@/scripts/demo-stage";
import { fixture } from "@/tests/fixtures/import/files";
import { openStage, outcome, type Tenant, tenant, without } from "./stage";

const NOW = Date.UTC(2026, 10, 22, 12);
const BROKEN = [
  "broken-truncated.txt",
  "broken-wrong-types.json",
  "broken-proto.json",
  "broken-api-error.json",
];
const GOOD = ["pagerduty-schedule.json", "opsgenie-schedules.json", "grafana-oncall.json"];

let stage: Awaited<ReturnType<typeof openStage>>;
let client: pg.Client;
let lumen: Tenant;
let harbour: Tenant;

beforeAll(async () => {
  stage = await openStage();
  client = await stage.openOwner();
  lumen = await tenant("lumen");
  harbour = await tenant("harbour");
});
afterAll(() => stage.close());

/** How many rows every table has. */
async function counts(): Promise<Readonly<Record<string, number>>> {
  const { rows } = await client.query<{ name: string; n: string }>(
    `SELECT tablename AS name, (xpath('/row/n/text()',
       query_to_xml(format('SELECT count(*) AS n FROM public.%I', tablename), false, true, '')))[1]::text AS n
     FROM pg_tables WHERE schemaname = 'public'`,
  );
  return Object.fromEntries(rows.map(({ name, n }) => [name, Number(n)]));
}

/** What grew, and by how much. */
async function grown(work: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> {
  const before = await counts();
  await work();
  const after = await counts();
  const changes = Object.keys(after).map((name) => [
    name,
    (after[name] ?? 0) - (before[name] ?? 0),
  ]);
  return Object.fromEntries(changes.filter(([, by]) => by !== 0));
}

const preview = (at: Tenant, text: string, clock?: () => number) =>
  as(at.owner, NOW, (context) => previewImport(context, text, clock));
const run = (at: Tenant, text: string, actor = at.owner) =>
  as(actor, NOW, (context) => runImport(context, { text, teamId: at.teamId }));

describe("looking first", () => {
  test.each(GOOD)("%s: a report, and nothing is written", async (name) => {
    const changes = await grown(async () => {
      const report = await preview(lumen, fixture(name));
      expect(report.schedules.length).toBeGreaterThan(0);
      expect(report.schedules.map(({ proof }) => proof.kind)).toContain("same");
    });
    expect(changes).toEqual({});
  });

  test.each(BROKEN)("%s: a sentence, and nothing is written", async (name) => {
    const changes = await grown(async () => {
      await expect(preview(lumen, fixture(name))).rejects.toMatchObject({
        code: "invalid",
        message: expect.stringMatching(/[.?]$/),
      });
      expect(await outcome(run(lumen, fixture(name)))).toBe("invalid");
    });
    expect(changes).toEqual({});
  });

  test("too large: refused", async () => {
    await expect(preview(lumen, " ".repeat(2 * 1024 * 1024 + 1))).rejects.toThrow(
      "larger than 2 MB",
    );
  });

  test("a difference is told with its time and with names", async () => {
    const report = await preview(lumen, fixture("pagerduty-one-difference.json"));
    const proof = report.schedules[0]?.proof;
    if (proof?.kind !== "differs") throw new Error("no difference found");
    expect(proof.differences.length).toBeGreaterThan(0);
    for (const { when, ours, theirs } of proof.differences) {
      expect(when).toMatch(/\d\d:\d\d/);
      expect([...ours, ...theirs].join()).toMatch(/Okafor|Keller|Tanaka|Lindqvist/);
    }
  });

  test("comparing stops when its time is used up, and says so", async () => {
    let ticks = 0;
    const clock = () => (ticks++ === 0 ? 0 : PROOF_BUDGET);
    const report = await preview(lumen, fixture("pagerduty-schedule.json"), clock);
    expect(report.schedules.map(({ proof }) => proof.kind)).toEqual(["unproven"]);
  });
});

test("what the operator imports for a member is the operator's in the log", async () => {
  const own = await tenant("operated");
  await run(own, fixture("grafana-oncall.json"), { ...own.owner, byOperator: true });
  const { entries } = await as(own.owner, NOW, (context) =>
    listEntries(context, logSearchSchema.parse({}), ["schedule.created", "import.people"]),
  );
  expect(entries.length).toBeGreaterThan(0);
  const who = new Set(entries.map(({ actor }) => actor));
  expect(who).toEqual(new Set([`Standby’s operator, for ${own.owner.name}`]));
});

describe("making drafts", () => {
  test.each(GOOD)("%s: people, schedules and drafts; nothing is published", async (name) => {
    const own = await tenant(`own-${GOOD.indexOf(name)}`);
    const report = await preview(own, fixture(name));
    const changes = await grown(() => run(own, fixture(name)));
    const schedules = report.schedules.length;
    const made = report.counts.new;
    const mailed = report.people.shown.filter(({ kind, email }) => kind === "new" && email).length;
    expect(changes).toEqual({
      Person: made,
      TeamPerson: made,
      ContactMethod: mailed,
      Schedule: schedules,
      Draft: schedules,
      ChangeLogEntry: 2 * schedules + 1,
    });
    const people = await as(own.owner, NOW, (context) => knownPeople(context));
    const ids = new Set(people.map(({ id }) => id));
    const drafts = await as(own.owner, NOW, ({ db }) =>
      db.draft.findMany({ include: { schedule: true } }),
    );
    for (const { kind, status, baseRevision, schedule, document } of drafts) {
      expect({ kind, status, baseRevision }).toEqual({
        kind: "import",
        status: "editing",
        baseRevision: 0,
      });
      expect(schedule).toMatchObject({ headRevision: 0, teamId: own.teamId });
      expect(peopleOf(document).every((id) => ids.has(id))).toBe(true);
    }
    const again = await preview(own, fixture(name));
    expect(again.schedules.every(({ exists }) => exists)).toBe(true);
    expect(again.counts.matched).toBe(mailed);
  });

  test("people are matched by e-mail, letter case ignored, and keep what they have", async () => {
    const own = await tenant("matching");
    const id = await person(own.owner, "Bru", "Asia/Tokyo", null, "BRUNO@EXAMPLE.COM", []);
    const text = fixture("pagerduty-schedule.json");
    const report = await preview(own, text);
    expect(report.people.shown.find(({ email }) => email === "bruno@example.com")).toMatchObject({
      kind: "matched",
      as: "Bru",
    });
    const { draftIds } = await run(own, text);
    const draft = await as(own.owner, NOW, ({ db }) =>
      db.draft.findFirst({ where: { id: draftIds[0] ?? "" } }),
    );
    expect(peopleOf(draft?.document)).toContain(id);
    const bru = await as(own.owner, NOW, ({ db }) => db.person.findFirst({ where: { id } }));
    expect(bru).toMatchObject({ name: "Bru", zone: "Asia/Tokyo" });
  });

  test("another organisation's people with the same address are never matched", async () => {
    await person(harbour.owner, "Not ours", "UTC", null, "amara@example.com", [harbour.teamId]);
    const report = await preview(lumen, fixture("pagerduty-schedule.json"));
    expect(report.people.shown.map(({ kind }) => kind)).not.toContain("matched");
    expect(JSON.stringify(report)).not.toContain("Not ours");
  });

  test("what fails half-way leaves nothing behind", async () => {
    await client.query(`CREATE FUNCTION standby.second_draft() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF (SELECT count(*) FROM "Draft" WHERE "orgId" = NEW."orgId") > 0 THEN RAISE EXCEPTION 'full'; END IF;
      RETURN NEW; END $$;
      CREATE TRIGGER second BEFORE INSERT ON "Draft" FOR EACH ROW EXECUTE FUNCTION standby.second_draft()`);
    const own = await tenant("half");
    const { schedule, users } = JSON.parse(fixture("pagerduty-schedule.json"));
    const text = JSON.stringify({ schedules: [schedule, { ...schedule, id: "P2" }], users });
    const changes = await grown(() => expect(run(own, text)).rejects.toThrow("full"));
    await client.query(`DROP TRIGGER second ON "Draft"`);
    expect(changes).toEqual({});
  });

  test("the log is locked when all is written, and not while it is", async () => {
    const quiet = await tenant("quiet");
    const text = fixture("opsgenie-schedules.json");
    const many = (await preview(quiet, text)).schedules.length;
    await client.query(
      `CREATE FUNCTION early() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         ASSERT (SELECT count(*) FROM "Draft" WHERE "orgId" = NEW."orgId") = ${many}; RETURN NEW; END $$;
       CREATE TRIGGER early BEFORE INSERT ON "ChangeLogEntry" FOR EACH ROW EXECUTE FUNCTION early()`,
    );
    const end = await outcome(run(quiet, text)).finally(() =>
      client.query(`DROP FUNCTION early CASCADE`),
    );
    expect(end).toBe("ok");
  });

  test("another organisation's team is refused", async () => {
    const text = fixture("pagerduty-schedule.json");
    const foreign = as(lumen.owner, NOW, (context) =>
      runImport(context, { text, teamId: harbour.teamId }),
    );
    expect(await outcome(foreign)).toBe("refused");
  });

  test.each(["import.run", "schedule.manage", "schedule.edit", "people.manage"] as const)(
    "without %s it is refused",
    async (permission) => {
      const actor = without(lumen.owner, permission);
      const changes = await grown(async () => {
        expect(await outcome(run(lumen, fixture("pagerduty-schedule.json"), actor))).toBe(
          "refused",
        );
      });
      expect(changes).toEqual({});
    },
  );
});

describe("people from CSV", () => {
  const input = { text: fixture("people.csv"), country: "DE" as const };

  test("looking first writes nothing; known people are left as they are; teams go by name", async () => {
    const own = await tenant("csv");
    const bruno = await person(own.owner, "Bru", "UTC", null, "Bruno@example.com", []);
    const payments = await as(own.owner, NOW, ({ db }) =>
      db.team.create({ data: { name: "payments" }, select: { id: true } }),
    );
    const changes = await grown(async () => {
      const report = await as(own.owner, NOW, (context) => previewPeople(context, input));
      expect(report.people.shown.map(({ name, here, team }) => [name, here, team])).toEqual([
        ["Okafor, Amara", false, "payments"],
        ["Bruno Keller", true, null],
        ['=HYPERLINK("x")', false, null],
        ["Evegpj", false, null],
        ["Farid Haddad", false, null],
      ]);
      expect(report.problems.shown.map(({ message }) => message)).toContain(
        "There is no team “Search”.",
      );
    });
    expect(changes).toEqual({});
    const made = await grown(() => as(own.owner, NOW, (context) => runPeople(context, input)));
    expect(made).toEqual({
      ...{ Person: 4, TeamPerson: 1, ContactMethod: 5 },
      ...{ PersonKey: 4, ChangeLogEntry: 1 },
    });
    const members = await as(own.owner, NOW, (context) =>
      context.db.teamPerson.findMany({ where: { teamId: payments.id }, select: { person: true } }),
    );
    expect(members).toMatchObject([{ person: { name: "Okafor, Amara", zone: "Europe/Berlin" } }]);
    const bru = await as(own.owner, NOW, (context) =>
      context.db.person.findFirst({ where: { id: bruno } }),
    );
    expect(bru).toMatchObject({ name: "Bru" });
    const again = as(own.owner, NOW, (context) =>
      runPeople(context, { ...input, text: "email\namara@example.com" }),
    );
    expect(await outcome(again)).toBe("invalid");
  });

  test("only into teams whose people the actor manages", async () => {
    const own = await tenant("managed");
    const grants = [{ permission: "people.manage", teamId: own.teamId } as const];
    const actor = without(own.owner, "people.manage");
    const narrow = { ...actor, grants: [...actor.grants, ...grants] };
    const text = "name,team\nIn,Platform\nOut,\n";
    const report = await as(narrow, NOW, (context) =>
      previewPeople(context, { text, country: undefined }),
    );
    expect(report.people.shown.map(({ name }) => name)).toEqual(["In"]);
    expect(report.problems.shown).toMatchObject([{ line: 3, level: "skipped" }]);
  });

  test("hundreds at once, and no more than a thousand", async () => {
    const own = await tenant("many");
    const csv = (people: number) => {
      const line = (n: number) => `P ${n},p${n}@example.com,+4930123${1000 + n},Platform`;
      return `name,email,phone,team\n${Array.from({ length: people }, (_, n) => line(n)).join("\n")}`;
    };
    const add = (people: number) =>
      as(own.owner, NOW, (context) =>
        runPeople(context, { text: csv(people), country: undefined }),
      );
    expect(await outcome(add(1_001))).toBe("invalid");
    expect(await grown(() => add(300))).toEqual({
      Person: 300,
      PersonKey: 300,
      TeamPerson: 300,
      ContactMethod: 600,
      ChangeLogEntry: 1,
    });
  });

  test("a broken file is refused", async () => {
    const broken = as(lumen.owner, NOW, (context) =>
      previewPeople(context, { text: "a,b\n1,2", country: undefined }),
    );
    await expect(broken).rejects.toMatchObject({ code: "invalid" });
  });
});

/** Everybody in the turns and overrides of a stored document. */
function peopleOf(document: unknown): string[] {
  const { tiers, overrides } = document as Definition;
  const turns = tiers.flatMap(({ layers }) => layers.flatMap(({ rotation }) => rotation.turns));
  const shifts = overrides.flatMap((one) => (one.kind === "temporary" ? one.shifts : []));
  return [...turns, ...shifts].flatMap(({ people }) => people);
}
