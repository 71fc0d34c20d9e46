import fc from "fast-check";
import { expect, test } from "vitest";
import { zones } from "@/lib/zones/table";
import { runs } from "@/tests/engine/runs";
import { brokenLimits } from "./check";
import { daily, dayAt, somebody } from "./example";
import { NOTHING } from "./measure";
import { toProblem } from "./problem";
import { type Proposal, propose } from "./propose";
import { scoreOf } from "./score";
import { solve } from "./solve.mjs";
import type { Assignment, PlanInput } from "./types";

const ids = ["ana", "bo", "chen"];
const plan = (input: PlanInput): Promise<Proposal> =>
  propose(input, zones, 20, (milp, options) => solve({ milp, ...options }));

const interval = (days: number) =>
  fc
    .tuple(fc.nat(days - 1), fc.integer({ min: 1, max: 2 }))
    .map(([from, length]) => ({ startsAt: dayAt(from), endsAt: dayAt(from + length) }));

/** Few days and three people, but every rule there is. */
const inputs = fc
  .record({
    days: fc.integer({ min: 3, max: 6 }),
    tiers: fc.constantFrom(1, 2),
    away: fc.array(fc.tuple(fc.nat(2), interval(6)), { maxLength: 2 }),
    around: fc.array(fc.nat(2), { maxLength: 1 }),
    novice: fc.boolean(),
    carried: fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }),
    wishes: fc.array(
      fc.record({
        person: fc.nat(2),
        kind: fc.constantFrom("prefers" as const, "avoids" as const),
        when: fc.oneof(interval(6), fc.constantFrom({ weekday: 3 } as const)),
        weight: fc.integer({ min: 1, max: 3 }),
      }),
      { maxLength: 4 },
    ),
    inARow: fc.constantFrom(null, 1, 2),
    perWeek: fc.constantFrom(null, 2, 3),
    rest: fc.constantFrom(0, 30 * 3_600_000),
    handoffs: fc.constantFrom(0, 0.5),
  })
  .map((drawn) =>
    daily(
      drawn.tiers === 1 ? drawn.days : Math.min(drawn.days, 4),
      ids.map((id, i) =>
        somebody(id, {
          experienced: !(drawn.novice && i === 0),
          away: drawn.away.flatMap(([who, when]) => (who === i ? [when] : [])),
          around: drawn.around.includes(i) ? [{ startsAt: dayAt(-1), endsAt: dayAt(0) }] : [],
          carried: drawn.carried[i] === 3 ? null : { ...NOTHING, nights: drawn.carried[i] ?? 0 },
        }),
      ),
      {
        tiers: Array.from({ length: drawn.tiers }, (_, i) => ({ id: `tier${i}`, need: 1 })),
        wishes: drawn.wishes.map(({ person, ...wish }, i) => ({
          ...wish,
          id: `wish${i}`,
          person: ids[person] ?? "",
        })),
        limits: {
          inARow: drawn.inARow,
          perWeek: drawn.perWeek,
          restMs: drawn.rest,
          experienced: 1,
        },
        weights: {
          time: 1,
          nights: 1,
          weekends: 2,
          holidays: 2,
          wishes: 1,
          handoffs: drawn.handoffs,
        },
      },
    ),
  );

/** Who can be on call in one step: one person in each tier. */
const seatings = (tiers: number): number[][][] =>
  ids.flatMap((_, a) =>
    tiers === 1 ? [[[a]]] : ids.flatMap((_id, b) => (a === b ? [] : [[[a], [b]]])),
  );

/** Every assignment there is. */
function* everyAssignment(steps: number, tiers: number): Generator<Assignment> {
  if (steps === 0) {
    yield [];
    return;
  }
  for (const rest of everyAssignment(steps - 1, tiers)) {
    for (const seated of seatings(tiers)) yield [...rest, seated];
  }
}

test("the best of all assignments, tried one by one, is what the solver finds", async () => {
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      const problem = toProblem(input, zones);
      const zone = zones(input.zone);
      let least = Number.POSITIVE_INFINITY;
      for (const assignment of everyAssignment(input.steps.length, input.tiers.length)) {
        if (brokenLimits(input, assignment, zone).length === 0) {
          least = Math.min(least, scoreOf(problem, assignment));
        }
      }
      const proposal = await plan(input);
      if (proposal.kind !== "proposed") {
        expect(least).toBe(Number.POSITIVE_INFINITY);
        expect(proposal).toMatchObject({ kind: "infeasible" });
        expect(proposal.kind === "infeasible" && proposal.broken.length).toBeGreaterThan(0);
        return;
      }
      expect(proposal.status).toBe("optimal");
      expect(proposal.planned.broken).toEqual([]);
      expect(proposal.planned.score).toBeCloseTo(least, 2);
    }),
    runs(40),
  );
}, 120_000);

const eight = Array.from({ length: 8 }, (_, i) =>
  somebody(`p${i}`, { away: [{ startsAt: dayAt(3 * i), endsAt: dayAt(3 * i + 4) }] }),
);
const four = daily(28, eight, {
  limits: { inARow: 2, perWeek: 2, restMs: 11 * 3_600_000 },
  wishes: eight.map(({ id }, i) => ({
    id: `wish${i}`,
    person: id,
    kind: "avoids",
    when: { weekday: i < 4 ? 5 : 6 },
    weight: 2,
  })),
});

test("four weeks keep every limit and are at least as even as round robin, and the same every time", async () => {
  const [first, second] = [await plan(four), await plan(four)];
  expect(first).toEqual(second);
  if (first.kind !== "proposed") throw new Error(first.kind);
  expect(first).toMatchObject({ status: "optimal", planned: { broken: [] } });
  expect(first.gap).toBeLessThan(0.001);
  expect(first.planned.score).toBeLessThanOrEqual(first.roundRobin.score);
  expect(first.planned.fairness.spread.time).toBeLessThanOrEqual(24 * 60 * 2);
}, 60_000);

test("what round robin does well is not made worse when there is no time to search", async () => {
  const easy = daily(
    28,
    eight.map(({ id }) => somebody(id)),
  );
  const proposal = await propose(easy, zones, 0, (milp, options) => solve({ milp, ...options }));
  if (proposal.kind !== "proposed") throw new Error(proposal.kind);
  expect(proposal.planned.score).toBeLessThanOrEqual(proposal.roundRobin.score + 1e-6);
});

test("a day on which everybody is off is named", async () => {
  const off = { startsAt: dayAt(24), endsAt: dayAt(25) };
  const input = daily(
    28,
    ids.map((id) => somebody(id, { away: [off] })),
  );
  expect(await plan(input)).toEqual({
    kind: "infeasible",
    broken: [{ rule: "away", step: 24, person: expect.any(Number), by: 1 }],
  });
});

test("somebody new does not have to catch up; who carried more gets less", async () => {
  const heavy = { ...NOTHING, time: 6 * 1440, nights: 6 };
  const light = { ...NOTHING, time: 2 * 1440, nights: 2 };
  const proposal = await plan(
    daily(12, [
      somebody("heavy", { carried: heavy }),
      somebody("light", { carried: light }),
      somebody("new", { carried: null }),
    ]),
  );
  if (proposal.kind !== "proposed") throw new Error(proposal.kind);
  const nights = proposal.planned.fairness.people.map(({ load }) => load.nights);
  expect(nights).toEqual([2, 6, 4]);
});

test("an unmet wish says why", async () => {
  const friday = { startsAt: dayAt(4), endsAt: dayAt(5) };
  const wish = { kind: "avoids", when: friday, weight: 1 } as const;
  const [ana, bo] = [somebody("ana"), somebody("bo", { away: [friday] })];
  const alone = await plan(daily(6, [ana, bo], { wishes: [{ ...wish, id: "w", person: "ana" }] }));
  expect(alone).toMatchObject({
    planned: { unmet: [{ wish: "w", person: 0, because: "away", ...friday }] },
  });
  const both = await plan(
    daily(6, [ana, somebody("bo")], {
      wishes: [
        { ...wish, id: "w1", person: "ana" },
        { ...wish, id: "w2", person: "bo", weight: 3 },
      ],
    }),
  );
  expect(both).toMatchObject({ planned: { unmet: [{ wish: "w1", because: "fairness" }] } });
});
