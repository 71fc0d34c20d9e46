import { DAY, dateOf, monthNumber } from "@/lib/schedule/calendar";
import { union } from "@/lib/schedule/interval";
import type { Instant, Interval } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { type Assignment, type Broken, type PlanInput, spanOf, stepOf } from "./types";

/** The steps in which one person is on call, ascending. */
export type Held = { readonly person: number; readonly steps: readonly number[] };

export const heldSteps = (assignment: Assignment, person: number): number[] =>
  assignment.flatMap((tiers, step) =>
    tiers.some((people) => people.includes(person)) ? [step] : [],
  );

const seats = (input: PlanInput, assignment: Assignment): Broken[] =>
  input.steps.flatMap((_, step) => {
    const tiers = assignment[step] ?? [];
    const all = tiers.flat();
    const cover = input.tiers.flatMap(({ need }, tier): Broken[] => {
      const by = Math.abs(need - (tiers[tier]?.length ?? 0));
      return by > 0 ? [{ rule: "cover", step, tier, by }] : [];
    });
    const twice = [...new Set(all)].flatMap((person): Broken[] => {
      const by = all.filter((one) => one === person).length - 1;
      return by > 0 ? [{ rule: "twice", step, person, by }] : [];
    });
    const knowing = new Set(all.filter((person) => input.people[person]?.experienced)).size;
    const by = input.limits.experienced - knowing;
    return [...cover, ...twice, ...(by > 0 ? [{ rule: "experience" as const, step, by }] : [])];
  });

const away = (input: PlanInput, { person, steps }: Held): Broken[] =>
  steps.flatMap((step): Broken[] => {
    const { startsAt, endsAt } = stepOf(input, step);
    const off = input.people[person]?.away ?? [];
    return off.some((entry) => entry.startsAt < endsAt && startsAt < entry.endsAt)
      ? [{ rule: "away", step, person, by: 1 }]
      : [];
  });

/** The breaks between stretches of being on call, as the roster's own check of rest sees them. */
const rest = (input: PlanInput, { person, steps }: Held): Broken[] => {
  const { startsAt, endsAt } = spanOf(input);
  const around = input.people[person]?.around ?? [];
  const stretches: Interval[] = union([...around, ...steps.map((step) => stepOf(input, step))]);
  return stretches.slice(1).flatMap((next, i): Broken[] => {
    const before = stretches[i]?.endsAt ?? next.startsAt;
    const outside = next.startsAt < startsAt || before > endsAt;
    const between = before <= startsAt && next.startsAt >= endsAt;
    if (outside || between || next.startsAt - before >= input.limits.restMs) return [];
    const step = input.steps.findIndex((one) => one.startsAt >= next.startsAt);
    return [{ rule: "rest", step: step === -1 ? input.steps.length - 1 : step, person, by: 1 }];
  });
};

/** Shifts that were held without a break up to where the span begins. */
const rowBefore = (input: PlanInput, person: number): number => {
  const [first] = input.steps;
  const last = input.people[person]?.around.find(({ endsAt }) => endsAt === first?.startsAt);
  if (!first || !last) return 0;
  const length = first.endsAt - first.startsAt;
  return Math.max(1, Math.round((last.endsAt - last.startsAt) / length));
};

const inARow = (input: PlanInput, { person, steps }: Held): Broken[] => {
  const most = input.limits.inARow;
  if (most === null) return [];
  const broken: Broken[] = [];
  let [count, previous] = [Math.min(most, rowBefore(input, person)), -1];
  for (const step of steps) {
    count = step === previous + 1 ? count + 1 : 1;
    previous = step;
    if (count > most) broken.push({ rule: "in-a-row", step, person, by: 1 });
  }
  return broken;
};

const perPeriod = (
  input: PlanInput,
  { person, steps }: Held,
  rule: "week" | "month",
  most: number | null,
  periodOf: (at: Instant) => number,
): Broken[] => {
  if (most === null) return [];
  const counts = new Map<number, { step: number; count: number }>();
  for (const step of steps) {
    const period = periodOf(stepOf(input, step).startsAt);
    const found = counts.get(period) ?? { step, count: 0 };
    counts.set(period, { ...found, count: found.count + 1 });
  }
  return [...counts.values()].flatMap(({ step, count }): Broken[] =>
    count > most ? [{ rule, step, person, by: count - most }] : [],
  );
};

/** The hard limits that one person's part of an assignment breaks. */
export const brokenBy = (input: PlanInput, held: Held, zone: Zone): Broken[] => {
  const dayOf = (at: Instant) => Math.floor(zone.toWall(at) / DAY);
  const { perWeek, perMonth } = input.limits;
  return [
    ...away(input, held),
    ...rest(input, held),
    ...inARow(input, held),
    ...perPeriod(input, held, "week", perWeek, (at) => Math.floor((dayOf(at) + 3) / 7)),
    ...perPeriod(input, held, "month", perMonth, (at) => monthNumber(dateOf(dayOf(at)))),
  ];
};

/**
 * Every hard limit that an assignment breaks, read from the input alone: it shares nothing with the model
 * that the solver is given, so each can convict the other. `zone` is the input's.
 */
export const brokenLimits = (input: PlanInput, assignment: Assignment, zone: Zone): Broken[] => [
  ...seats(input, assignment),
  ...input.people.flatMap((_, person) =>
    brokenBy(input, { person, steps: heldSteps(assignment, person) }, zone),
  ),
];
