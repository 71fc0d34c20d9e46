import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDraft, saveDraft } from "@/lib/roster/draft-commands";
import { reviewOf } from "@/lib/roster/draft-queries";
import { defaultStoredRules } from "@/lib/roster/load-rules";
import {
  organisationLoadRules,
  publishedCalendars,
  saveLoadRules,
  takeCalendar,
} from "@/lib/roster/load-rules-store";
import { exportReport, reportExportSchema } from "@/lib/roster/report-export";
import { reportOf } from "@/lib/roster/report-queries";
import { reportSearchSchema } from "@/lib/roster/report-span";
import { HOUR } from "@/lib/schedule/calendar";
import type { Actor } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { approve, as, team } from "@/scripts/demo-stage";
import { openStage, outcome, published, type Tenant, tenant, weekly } from "./stage";

const PUBLISHED = Date.parse("2026-09-01T10:00Z");
const CHANGED = Date.parse("2026-10-15T12:00Z");
const NOW = Date.parse("2026-11-02T08:00Z");

let stage: Awaited<ReturnType<typeof openStage>>;
let lumen: Tenant;
let harbour: Tenant;
let author: Actor & { readonly person: string };
let reviewer: Actor;
let viewer: Actor & { readonly person: string };
let people: Record<"ann" | "bob" | "cy", string>;
let scheduleId: string;

/**
 * October 2026 in London, when clocks go back on the 25th. Ann and Bob take weeks from Mondays 09:00; on the
 * 15th at 13:00 a revision gives all further weeks to Cy.
 */
beforeAll(async () => {
  stage = await openStage();
  lumen = await tenant("lumen");
  harbour = await tenant("harbour");
  author = await lumen.member("Ana Author", "Scheduler");
  reviewer = await lumen.member("Rita Reviewer", "Approver");
  viewer = await lumen.member("Vic Viewer", "Viewer");
  people = {
    ann: await lumen.person("Ann"),
    bob: await lumen.person("=Bob"),
    cy: await lumen.person("Cy"),
  };
  const first = weekly([people.ann, people.bob]);
  scheduleId = await published(lumen, author, reviewer, PUBLISHED, first);
  const { draftId } = await as(author, CHANGED, (context) => openDraft(context, { scheduleId }));
  const [tier] = weekly([people.cy]).tiers;
  const tiers = tier ? [{ ...tier, id: first.tiers[0]?.id ?? "" }] : [];
  await approve(author, reviewer, CHANGED, draftId, "Cy takes over", { ...first, tiers });

  const other = await harbour.member("Hal Harbour", "Scheduler");
  const stranger = await harbour.person("Stranger");
  await published(harbour, other, harbour.owner, PUBLISHED, weekly([stranger]));
});
afterAll(() => stage.close());

const month = { month: "2026-10" };
const exported = async (actor: Actor, asked: object): Promise<Record<string, string>[]> => {
  const { csv } = await as(actor, NOW, (context) =>
    exportReport(context, reportExportSchema.parse(asked)),
  );
  return parse(csv, { columns: true, bom: true });
};
const reported = (actor: Actor, search: object = { span: "last-month" }) =>
  as(actor, NOW, (context) => reportOf(context, reportSearchSchema.parse(search)));

describe("the month for payroll", () => {
  test("a line for each shift, before and after the change as each held", async () => {
    const rows = await exported(lumen.owner, month);
    const told = rows.map(({ person, start, end, hours, revision }) =>
      [person, start, end, hours, revision].join(" "),
    );
    expect(told.sort()).toEqual(
      [
        "Ann 2026-10-01T00:00:00+01:00 2026-10-05T09:00:00+01:00 105 1",
        "Ann 2026-10-12T09:00:00+01:00 2026-10-15T13:00:00+01:00 76 1",
        "'=Bob 2026-10-05T09:00:00+01:00 2026-10-12T09:00:00+01:00 168 1",
        "Cy 2026-10-15T13:00:00+01:00 2026-10-19T09:00:00+01:00 92 2",
        "Cy 2026-10-19T09:00:00+01:00 2026-10-26T09:00:00+00:00 169 2",
        "Cy 2026-10-26T09:00:00+00:00 2026-11-01T00:00:00+00:00 135 2",
      ].sort(),
    );
    expect(rows.find(({ person }) => person === "Ann")).toMatchObject({
      person_id: people.ann,
      email: expect.stringMatching(/@example\.com$/),
      team: "Platform",
      schedule: "On call",
      tier: "Primary",
      zone: "Europe/London",
      counted_hours: "105",
      weekday_hours: "35",
      night_hours: "22",
      weekend_hours: "48",
      holiday_hours: "0",
      points: "140",
      why: "Layer “Weekly”, turn 1 of 2",
    });
  });

  test("a line for each person; together the hours of the month, the one that came twice included", async () => {
    const rows = await exported(lumen.owner, { ...month, lines: "people" });
    const told = rows.map((row) => [
      row.person,
      ...[row.hours, row.weekday_hours, row.night_hours, row.weekend_hours, row.points].map(Number),
    ]);
    expect(told.sort()).toEqual([
      ["'=Bob", 168, 80, 40, 48, 212],
      ["Ann", 181, 87, 46, 48, 228],
      ["Cy", 396, 185, 90, 121, 501.5],
    ]);
    expect(rows.reduce((sum, { hours }) => sum + Number(hours), 0)).toBe(31 * 24 + 1);
  });

  test("nothing of another organisation's, and each export is in the log", async () => {
    const [row, ...rest] = await exported(harbour.owner, { ...month, lines: "people" });
    expect([row?.person, row?.hours, rest]).toEqual(["Stranger", "745", []]);
    expect(await exported(harbour.owner, { ...month, schedule: scheduleId })).toEqual([]);
    const entries = await as(harbour.owner, NOW, ({ db }) =>
      db.changeLogEntry.findMany({ where: { action: "report.exported" } }),
    );
    expect(entries.map(({ body }) => JSON.parse(body))).toEqual([
      { from: "2026-10-01", until: "2026-10-31", lines: "people", count: 1 },
      expect.objectContaining({ schedule: scheduleId, count: 0 }),
    ]);
  });

  test("only of the teams for which the actor may export", async () => {
    const elsewhere = await team(lumen.owner, "Elsewhere");
    const only = (teamId: string): Actor => ({
      ...author,
      grants: [...author.grants, { permission: "report.export", teamId }],
    });
    expect(await exported(only(elsewhere), month)).toEqual([]);
    expect(await exported(only(lumen.teamId), month)).toHaveLength(6);
  });

  test("what does not parse is refused, not guessed", () => {
    const fails = (asked: object) => !reportExportSchema.safeParse(asked).success;
    expect(fails({})).toBe(true);
    expect(fails({ month: "2026-13" })).toBe(true);
    expect(fails({ month: "2026-10", from: "2026-10-01", until: "2026-10-31" })).toBe(true);
    expect(fails({ from: "2026-10-01" })).toBe(true);
    expect(fails({ from: "2026-10-01", until: "2026-10-31" })).toBe(false);
  });
});

describe("the report", () => {
  test("who plans sees everybody, with shares and the quality of the roster", async () => {
    const { report, span, months } = await reported(author);
    expect([span.first, span.last, months.length]).toEqual(["2026-10-01", "2026-10-31", 1]);
    const rows = report?.rows.map(({ person, load }) => [person.name, load.ms / HOUR]);
    expect(rows).toEqual([
      ["Cy", 396],
      ["Ann", 181],
      ["=Bob", 168],
    ]);
    const total = report?.rows.reduce((sum, { share }) => sum + (share ?? 0), 0);
    expect(total).toBeCloseTo(1, 9);
    expect(report?.schedules[0]?.quality).toMatchObject({ coverage: 1, soundness: 1 });
  });

  test("who only looks sees their own; who looks at another team sees nothing", async () => {
    const own = await reported(viewer);
    expect(own.report).toMatchObject({ rows: [], ownOnly: true });
    expect(
      own.report?.schedules[0]?.quality?.improvements.filter((one) => "person" in one),
    ).toEqual([]);
    const elsewhere = await team(lumen.owner, "Another");
    const grants = [{ permission: "schedule.view", teamId: elsewhere } as const];
    const { report, teams, schedules } = await reported({ ...viewer, grants });
    expect(report).toMatchObject({ rows: [], schedules: [], names: {} });
    expect([teams.map(({ name }) => name), schedules]).toEqual([["Another"], []]);
  });

  test("a schedule that was put away counts until then", async () => {
    const at = new Date("2026-10-08T08:00Z");
    const archive = (archivedAt: Date | null) =>
      as(author, NOW, ({ db }) =>
        db.schedule.updateMany({ where: { id: scheduleId }, data: { archivedAt } }),
      );
    await archive(at);
    const { report } = await reported(author);
    await archive(null);
    expect(report?.rows.map(({ load }) => load.ms / HOUR).sort()).toEqual([105, 72].sort());
  });

  test("takes as many queries for one schedule as for eight", async () => {
    const calls = async (): Promise<number> =>
      as(author, NOW, async (context) => {
        let count = 0;
        const db = new Proxy(context.db, {
          get: (target, model) =>
            new Proxy(Reflect.get(target, model), {
              get: (delegate, operation) => {
                count += 1;
                return Reflect.get(delegate, operation);
              },
            }),
        });
        await reportOf({ ...context, db } as Context, reportSearchSchema.parse({}));
        return count;
      });
    const before = await calls();
    for (let i = 0; i < 7; i += 1) {
      await published(lumen, author, reviewer, PUBLISHED, weekly([people.ann]));
    }
    expect(await calls()).toBe(before + 1); // the documents that were not read yet
    expect(await calls()).toBe(before);
  });
});

describe("the rules", () => {
  const rules = { ...defaultStoredRules, weekend: [5, 6] as const, tiers: [2] };
  const save = (version: number) =>
    outcome(as(lumen.owner, NOW, (context) => saveLoadRules(context, { version, rules })));

  test("are set by compare-and-set, and reports count by them", async () => {
    expect(await save(0)).toBe("ok");
    expect(await save(0)).toBe("stale");
    expect(await save(1)).toBe("ok");
    expect(await save(1)).toBe("stale");
    const [bob] = await exported(lumen.owner, { ...month, schedule: scheduleId, lines: "people" });
    expect([bob?.weekend_hours, bob?.weekday_hours, bob?.points]).not.toEqual(["48", "80", "212"]);
    const entries = await as(lumen.owner, NOW, ({ db }) =>
      db.changeLogEntry.count({ where: { action: "load-rules.changed" } }),
    );
    expect(entries).toBe(2);
  });

  test("take the dates of a calendar that is published, of no other organisation", async () => {
    const days = [{ date: "2026-10-09", name: "Founders’ Day" }];
    const calendars = [{ id: "holidays", name: "Holidays", days }];
    const roster = { ...weekly([people.bob]), calendars };
    const id = await published(lumen, author, reviewer, PUBLISHED, roster);
    const take = (actor: Actor, version: number) =>
      outcome(
        as(actor, NOW, (context) =>
          takeCalendar(context, {
            version,
            calendar: { scheduleId: id, calendarId: "holidays" },
          }),
        ),
      );
    expect(await take(harbour.owner, 0)).toBe("not_found");
    expect(await take(lumen.owner, 1)).toBe("stale");
    expect(await take(lumen.owner, 2)).toBe("ok");
    const held = await as(lumen.owner, NOW, ({ db }) => organisationLoadRules(db));
    expect([held.version, held.rules.holidays]).toEqual([3, days]);
    expect(await as(harbour.owner, NOW, (context) => publishedCalendars(context))).toEqual([]);
    const [row] = await exported(lumen.owner, { ...month, schedule: id, lines: "people" });
    expect([row?.holiday_hours, row?.holidays]).toEqual(["24", "1"]);
  });

  test("count the weekends of what a review tells", async () => {
    const { version } = await as(lumen.owner, NOW, ({ db }) => organisationLoadRules(db));
    const fridays = { ...defaultStoredRules, weekend: [5] as const };
    await as(lumen.owner, NOW, (context) => saveLoadRules(context, { version, rules: fridays }));
    const { draftId } = await as(author, NOW, (context) => openDraft(context, { scheduleId }));
    const { draft, edited } = await as(author, NOW, (context) => reviewOf(context, draftId));
    const document = JSON.parse(JSON.stringify(edited).replaceAll(people.cy, people.bob));
    const { title, words } = draft;
    const saved = { draftId, version: 1, title, words, document };
    await as(author, NOW, (context) => saveDraft(context, saved));
    const { hours } = await as(author, NOW, (context) => reviewOf(context, draftId));
    expect(
      hours.comparison.people
        .filter(({ person }) => person === people.cy)
        .map(({ weekendsBefore, weekendsAfter }) => [weekendsBefore, weekendsAfter]),
    ).toEqual([[4, 0]]);
    const search = { weeks: "13" } as const;
    const quarter = await as(author, NOW, (context) =>
      reviewOf(context, draftId, { ...search, from: undefined, until: undefined }),
    );
    const [lost] = quarter.hours.comparison.people.filter(({ person }) => person === people.cy);
    expect([lost?.weekendsBefore, lost?.weekendsAfter]).toEqual([13, 0]);
    expect(quarter.scores).toEqual({ before: expect.any(Number), after: expect.any(Number) });
    expect(quarter.loads.map(({ person }) => person)).toContain(people.cy);
  });
});
