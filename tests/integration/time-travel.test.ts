import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apply } from "@/lib/roster/apply";
import { submitDraft } from "@/lib/roster/draft-commands";
import { emptyDefinition, getDraft } from "@/lib/roster/draft-facts";
import { operationSchema } from "@/lib/roster/operations";
import { draftOfRevision } from "@/lib/roster/revert-command";
import { versionsAt } from "@/lib/roster/schedule-queries-history";
import { spanOf } from "@/lib/roster/schedule-queries-span";
import { compile, current } from "@/lib/schedule/compile";
import type { Definition, Instant, Shift } from "@/lib/schedule/types";
import { zones } from "@/lib/zones/table";
import { as } from "@/scripts/demo-stage";
import { NOW, rosterStage } from "./roster-stage";
import { DAY, HOUR, replaced } from "./stage";

const {
  stage,
  author,
  reviewer,
  viewer,
  people,
  scheduleId,
  at,
  head,
  submitted,
  approve,
  publish,
  // Whatever day it is, one of them is on call from the first revision until tomorrow.
} = await rosterStage(new Date(NOW - 4 * DAY).toISOString().slice(0, 10));
afterAll(() => stage.close());

const [chen, farah] = people;
/** When the revisions were published: Chen and Farah week by week; then two days exchanged; then the past as well. */
const FIRST = NOW - 3 * DAY;
const SECOND = NOW - 2 * DAY;
const THIRD = NOW - DAY;
const AHEAD = { from: NOW + 20 * DAY, until: NOW + 34 * DAY };

const exchanged = (roster: Definition, startsAt: Instant, endsAt: Instant): Definition => {
  // One replacement would undo the other: each is aimed at what stood there before it.
  const [turn] = compile(current(roster), zones).resolve(startsAt, startsAt + 1);
  const who = turn?.people[0] ?? "";
  return replaced(roster, who, who === chen ? farah : chen, startsAt, endsAt);
};

async function publishAt(document: Definition, instant: Instant): Promise<void> {
  const seen = await submitted(document);
  expect(await approve(reviewer, seen)).toBe("ok");
  expect(await publish(author, seen, instant)).toBe("ok");
}

beforeAll(async () => {
  await publishAt(exchanged(await head(), AHEAD.from, AHEAD.from + HOUR), SECOND);
  await publishAt(exchanged(await head(), FIRST + DAY / 2, NOW + DAY), THIRD);
});

const shown = (from: Instant, until: Instant, known?: Instant) =>
  as(viewer, NOW, (context) => spanOf(context, scheduleId, from, until, false, known));

/** Who is on call at an instant, as a page says it. */
async function whoAt(instant: Instant, known?: Instant): Promise<readonly string[]> {
  const { shifts } = await shown(instant, instant + 1, known);
  return shifts
    .filter(({ startsAt, endsAt }) => startsAt <= instant && instant < endsAt)
    .flatMap((shift) => shift.people);
}

/** The definition that the log gives when it is folded up to what was published at an instant. */
async function folded(known: Instant): Promise<Definition> {
  const entries = await as(author, NOW, ({ db }) =>
    db.changeLogEntry.findMany({
      where: { scheduleId, action: "schedule.published" },
      orderBy: { number: "asc" },
      select: { body: true },
    }),
  );
  return entries
    .map(({ body }) => JSON.parse(body))
    .filter(({ holdsFrom }) => holdsFrom <= known)
    .reduce(
      (roster, { operations }) => apply(roster, operationSchema.array().parse(operations)),
      emptyDefinition("UTC"),
    );
}

const whoIn = (definition: Definition, instant: Instant) =>
  compile(current(definition), zones)
    .resolve(instant, instant + 1)
    .flatMap((shift) => shift.people);

describe("as it was known at an instant", () => {
  test("between two revisions it is what the earlier of them says, to the millisecond", async () => {
    const [before] = await whoAt(AHEAD.from, SECOND - 1);
    const [after] = await whoAt(AHEAD.from, SECOND);
    expect(before).not.toBe(after);
    expect(await whoAt(AHEAD.from)).toEqual([after]);
    for (const known of [FIRST, SECOND - 1, SECOND, THIRD - 1, THIRD, NOW])
      expect(await whoAt(AHEAD.from, known)).toEqual(whoIn(await folded(known), AHEAD.from));
  });

  test("an override that is added later changes nothing of what was known", async () => {
    const [from, until] = [NOW, NOW + 7 * DAY];
    const known = await shown(from, until, SECOND);
    expect(known.overrides).toEqual([]);
    expect((await shown(from, until)).overrides).toHaveLength(1);
    await publishAt(exchanged(await head(), NOW + 2 * DAY, NOW + 3 * DAY), NOW - HOUR);
    expect(await shown(from, until, SECOND)).toEqual(known);
    expect((await shown(from, until)).overrides).toHaveLength(2);
  });

  test("says which revision was the newest, and that there was none before the first", async () => {
    const versions = (known: Instant) =>
      as(viewer, NOW, (context) => versionsAt(context, scheduleId, known));
    expect(await versions(FIRST - 1)).toEqual({ newest: null, first: FIRST });
    expect(await versions(FIRST)).toEqual({ newest: 1, first: FIRST });
    expect(await versions(THIRD - 1)).toEqual({ newest: 2, first: FIRST });
    const nothing = await shown(NOW, NOW + DAY, FIRST - 1);
    expect(nothing).toMatchObject({ shifts: [], tiers: [], overrides: [] });
  });
});

describe("who really was on call", () => {
  test("is what folding the log up to then says, also where a later revision speaks of the past", async () => {
    const instant = SECOND + 6 * HOUR;
    const said = whoIn(await folded(NOW), instant);
    const really = await whoAt(instant);
    // What was published afterwards would have it otherwise.
    expect(said).not.toEqual(really);
    expect(really).toEqual(whoIn(await folded(instant), instant));
    expect(await whoAt(instant, instant)).toEqual(really);
  });

  test("changes at a publication only where it says so, and at once", async () => {
    expect(await whoAt(THIRD - 1)).toEqual(whoIn(await folded(SECOND), THIRD - 1));
    expect(await whoAt(THIRD)).toEqual(whoIn(await folded(THIRD), THIRD));
    expect(await whoAt(THIRD)).not.toEqual(await whoAt(THIRD - 1));
  });
});

describe("back to an earlier revision", () => {
  const restore = (number: number) => (context: Parameters<typeof getDraft>[0]) =>
    draftOfRevision(context, { scheduleId, number });
  const document = (number: number) =>
    as(author, NOW, async ({ db }) => {
      const row = await db.revision.findFirst({ where: { scheduleId, number } });
      return row?.definition;
    });
  const reasonless = (shifts: readonly Shift[]) =>
    shifts.map(({ because: { revision: _, ...because }, ...shift }) => ({ ...shift, because }));

  test("is a draft with its contents, and published it gives the same shifts; the past stays", async () => {
    const span = [NOW + DAY, NOW + 60 * DAY] as const;
    const former = compile(current(await folded(FIRST)), zones).resolve(...span);
    expect(reasonless(compile(current(await head()), zones).resolve(...span))).not.toEqual(
      reasonless(former),
    );
    const really = await whoAt(THIRD + HOUR);
    const { draftId } = await as(author, NOW, restore(1));
    const draft = await as(author, NOW, (context) => getDraft(context, draftId));
    expect(draft.document).toEqual(await document(1));
    const seen = { draftId, version: draft.version };
    await as(author, NOW, (context) => submitDraft(context, seen));
    expect(await approve(reviewer, seen)).toBe("ok");
    expect(await publish(author, seen)).toBe("ok");
    const { shifts } = await shown(...span);
    const inside = shifts.filter(
      ({ startsAt, endsAt }) => startsAt >= span[0] && endsAt <= span[1],
    );
    expect(inside.length).toBeGreaterThan(5);
    const whole = former.filter((shift) =>
      inside.some(({ startsAt }) => startsAt === shift.startsAt),
    );
    expect(reasonless(inside)).toEqual(reasonless(whole));
    expect(await whoAt(THIRD + HOUR)).toEqual(really);
  });

  test("is refused for the one that holds now, one that never was, and who may not edit", async () => {
    const newest = await as(viewer, NOW, (context) => versionsAt(context, scheduleId, NOW));
    expect(await at(author, restore(newest.newest ?? 0))).toBe("conflict");
    expect(await at(author, restore(99))).toBe("not_found");
    expect(await at(viewer, restore(1))).toBe("refused");
  });
});
