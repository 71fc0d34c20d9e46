import { type Problem, rowBefore } from "./problem";
import { type Broken, type PlanInput, spanOf, stepOf } from "./types";

/** `least <= sum of the people's presences in these steps <= most`; `minus` steps count against. */
export type LimitRow = {
  readonly broken: Omit<Broken, "by">;
  readonly plus: readonly number[];
  readonly minus: readonly number[];
  readonly most: number;
};

const range = (from: number, until: number): number[] =>
  Array.from({ length: Math.max(0, until - from) }, (_, i) => from + i);

const tooShort = (before: number, after: number, restMs: number): boolean =>
  after > before && after - before < restMs;

/** Two steps are held and none between them, with too short a break: that must not be. */
const restBetween = (input: PlanInput, person: number): LimitRow[] =>
  input.steps.flatMap(({ endsAt }, step) => {
    const found: LimitRow[] = [];
    for (let next = step + 1; next < input.steps.length; next += 1) {
      const { startsAt } = stepOf(input, next);
      if (startsAt - endsAt >= input.limits.restMs) break;
      if (!tooShort(endsAt, startsAt, input.limits.restMs)) continue;
      const broken = { rule: "rest" as const, step: next, person };
      found.push({ broken, plus: [step, next], minus: range(step + 1, next), most: 1 });
    }
    return found;
  });

/** The same towards what the person holds before and after the span. */
const restAround = (input: PlanInput, person: number): LimitRow[] => {
  const span = spanOf(input);
  const { restMs } = input.limits;
  const around = input.people[person]?.around ?? [];
  const before = Math.max(
    ...around.filter(({ endsAt }) => endsAt <= span.startsAt).map(({ endsAt }) => endsAt),
    Number.NEGATIVE_INFINITY,
  );
  const after = Math.min(
    ...around.filter(({ startsAt }) => startsAt >= span.endsAt).map(({ startsAt }) => startsAt),
    Number.POSITIVE_INFINITY,
  );
  return input.steps.flatMap(({ startsAt, endsAt }, step): LimitRow[] => {
    const broken = { rule: "rest" as const, step, person };
    const count = input.steps.length;
    return [
      ...(tooShort(before, startsAt, restMs)
        ? [{ broken, plus: [step], minus: range(0, step), most: 0 }]
        : []),
      ...(tooShort(endsAt, after, restMs)
        ? [{ broken, plus: [step], minus: range(step + 1, count), most: 0 }]
        : []),
    ];
  });
};

const inARow = (problem: Problem, person: number): LimitRow[] => {
  const { inARow: most } = problem.input.limits;
  if (most === null) return [];
  const count = problem.input.steps.length;
  const row = (from: number, length: number, allowed: number): LimitRow => ({
    broken: { rule: "in-a-row", step: Math.min(from + length, count) - 1, person },
    plus: range(from, Math.min(from + length, count)),
    minus: [],
    most: allowed,
  });
  const before = Math.min(most, rowBefore(problem, person));
  return [
    ...(before > 0 ? [row(0, most - before + 1, most - before)] : []),
    ...range(0, count - most).map((from) => row(from, most + 1, most)),
  ];
};

const perPeriod = (
  person: number,
  rule: "week" | "month",
  periods: readonly (readonly number[])[],
  most: number | null,
): LimitRow[] =>
  periods.flatMap((steps) =>
    most === null || steps.length <= most
      ? []
      : [{ broken: { rule, step: steps[0] ?? 0, person }, plus: steps, minus: [], most }],
  );

/** The limits on one person as sums over the steps in which they are on call. Time off is not among them. */
export const limitRows = (problem: Problem, person: number): LimitRow[] => {
  const { input, weeks, months } = problem;
  return [
    ...restBetween(input, person),
    ...restAround(input, person),
    ...inARow(problem, person),
    ...perPeriod(person, "week", weeks, input.limits.perWeek),
    ...perPeriod(person, "month", months, input.limits.perMonth),
  ];
};
