import { afterAll, describe, expect, test } from "vitest";
import type * as z from "zod";
import { shiftsOf } from "@/lib/roster/mine";
import { whoIsOnCall } from "@/lib/roster/now";
import { answerShifts, shiftsSchema } from "@/lib/roster/shift-answer";
import type { Actor } from "@/lib/tenancy/actor";
import { as } from "@/scripts/demo-stage";
import { NOW, rosterStage } from "./roster-stage";
import { DAY } from "./stage";

const { stage, lumen, stranger, author, reviewer, viewer, people, ...more } = await rosterStage();
const { scheduleId, head, submitted, approve, publish } = more;
afterAll(() => stage.close());

const iso = (at: number): string => new Date(at).toISOString();
const ask = (
  actor: Actor,
  given: Partial<Record<keyof z.input<typeof shiftsSchema>, string>> = {},
) =>
  as(actor, NOW, (context) =>
    answerShifts(
      context,
      shiftsSchema.parse({
        schedule: scheduleId,
        from: iso(NOW),
        until: iso(NOW + 28 * DAY),
        ...given,
      }),
    ),
  );

describe("a schedule's shifts for machines", () => {
  test("who, from when until when, in which tier and why, in the zone asked for", async () => {
    const { shifts, gaps, zone } = await ask(viewer, { zone: "Asia/Kolkata" });
    expect(zone).toBe("Asia/Kolkata");
    expect(gaps).toEqual([]);
    const [first] = shifts;
    expect(first).toMatchObject({
      tier: { name: "Primary" },
      because: { layer: { name: "Weekly" } },
    });
    expect(first?.startsAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?\+05:30$/);
    expect(first?.people.map(({ name }) => name)).toHaveLength(1);
    expect(first?.why).toMatch(/^Layer “Weekly”, turn [12] of 2.*; revision 1, .*approved by Rita/);
    const ends = shifts.map(({ endsAt }) => Date.parse(endsAt));
    expect(shifts.slice(1).map(({ startsAt }) => Date.parse(startsAt))).toEqual(ends.slice(0, -1));
  });

  test("a stranger, and whoever asks for another schedule, finds nothing", async () => {
    await expect(ask(stranger)).rejects.toMatchObject({ code: "not_found" });
    const other = { schedule: "00000000-0000-4000-8000-000000000000" };
    await expect(ask(viewer, other)).rejects.toMatchObject({ code: "not_found" });
    await expect(ask(viewer, { schedule: "x" })).rejects.toMatchObject({ code: "not_found" });
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ["too long a time", { until: iso(NOW + 94 * DAY) }, /at most 93 days/],
    ["an end before the start", { until: iso(NOW) }, /an end after the start/],
    ["no instant", { from: "yesterday" }, /an instant such as/],
    ["an instant without an offset", { from: "2026-05-04T09:00:00" }, /an instant such as/],
    ["a zone that is none", { zone: "Mars/Base" }, /an IANA time zone/],
  ])("%s is refused with what to do", (_, given, words) => {
    const parsed = shiftsSchema.safeParse({
      schedule: scheduleId,
      from: iso(NOW),
      until: iso(NOW + DAY),
      ...given,
    });
    expect(parsed.error?.message).toMatch(words);
  });
});

describe("why, wherever a shift is shown", () => {
  test("a gap says why, and Now answers with the whole shift", async () => {
    const definition = await head();
    const startsAt = NOW + 40 * DAY;
    const cleared = {
      id: "cleared",
      kind: "temporary",
      target: { scope: "schedule" },
      startsAt,
      endsAt: startsAt + DAY,
      shifts: [],
      reason: "moving house",
    } as const;
    const seen = await submitted({ ...definition, overrides: [cleared] });
    expect(await approve(reviewer, seen, "Nobody needs to be.")).toBe("ok");
    expect(await publish(author, seen)).toBe("ok");
    const { gaps } = await ask(viewer, { from: iso(startsAt), until: iso(startsAt + 2 * DAY) });
    expect(gaps.map(({ why }) => why)).toEqual([
      "Nobody, by override: a temporary schedule with nobody on call (moving house).",
    ]);
    const view = await as(viewer, NOW + 1, (context) => whoIsOnCall(context));
    const [held] = view.schedules[0]?.tiers[0]?.shifts ?? [];
    expect(held && held.endsAt - held.startsAt).toBeLessThanOrEqual(7 * DAY);
    expect(view.schedules[0]?.revision?.number).toBe(2);
  });

  test("my shifts", async () => {
    const shifts = await as(lumen.owner, NOW + 1, (context) =>
      shiftsOf(context, people[0], NOW + 28 * DAY),
    );
    expect(shifts.length).toBeGreaterThan(0);
    for (const { why } of shifts)
      expect(why).toMatch(/^Layer “Weekly”, turn 1 of 2.*; revision \d/);
  });
});
