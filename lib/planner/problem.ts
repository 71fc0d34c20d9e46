import { DAY, dateOf, mod, monthNumber, weekdayOf } from "@/lib/schedule/calendar";
import type { Interval } from "@/lib/schedule/types";
import type { Zone, Zones } from "@/lib/schedule/zone";
import { addLoads, byKind, halfDays, measure, NOTHING } from "./measure";
import { type Load, type PlanInput, type PlanPerson, spanOf, type Wish } from "./types";

/** A time at which a wish is met or not: touching steps of an interval, or of one weekday. */
export type Occasion = {
  readonly wish: Wish;
  readonly person: number;
  readonly steps: readonly number[];
};

/** The input with everything that follows from it and from the calendar. */
export type Problem = {
  readonly input: PlanInput;
  /** What each step comes to. */
  readonly values: readonly Load[];
  /** By person, then by step: not away. */
  readonly free: readonly (readonly boolean[])[];
  /** What each person should get in this span: their fair share, less what they carried more than others. */
  readonly targets: readonly Load[];
  /** Their fair share alone: of what there is, by the time they are there. */
  readonly shares: readonly Load[];
  /** One typical shift of each kind, so that deviations compare; and the step in which loads can grow. */
  readonly units: Load;
  readonly quanta: Load;
  /** Steps that begin in one local week, or month. */
  readonly weeks: readonly (readonly number[])[];
  readonly months: readonly (readonly number[])[];
  readonly occasions: readonly Occasion[];
};

export const overlaps = (a: Interval, b: Interval): boolean =>
  a.startsAt < b.endsAt && b.startsAt < a.endsAt;

const groupSteps = (input: PlanInput, zone: Zone, groupOf: (day: number) => number): number[][] => {
  const groups = new Map<number, number[]>();
  input.steps.forEach(({ startsAt }, step) => {
    const group = groupOf(Math.floor(zone.toWall(startsAt) / DAY));
    groups.set(group, [...(groups.get(group) ?? []), step]);
  });
  return [...groups.values()];
};

const matches = (step: Interval, { when }: Wish, zone: Zone): boolean =>
  "weekday" in when
    ? halfDays(step, zone).some((day) => weekdayOf(day) === when.weekday)
    : overlaps(step, when);

/** Steps in a row, split where one is left out. */
const rows = (steps: readonly number[]): number[][] => {
  const found: number[][] = [];
  for (const step of steps) {
    const last = found.at(-1);
    if (last?.at(-1) === step - 1) last.push(step);
    else found.push([step]);
  }
  return found;
};

const occasionsOf = (input: PlanInput, zones: Zones): Occasion[] =>
  input.wishes.flatMap((wish) => {
    const person = input.people.findIndex(({ id }) => id === wish.person);
    const found = input.people[person];
    if (!found) return [];
    const zone = zones(found.zone);
    const steps = input.steps.flatMap((step, i) => (matches(step, wish, zone) ? [i] : []));
    return rows(steps).map((row) => ({ wish, person, steps: row }));
  });

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, mod(a, b)));

/** What each of those with a past carried more than their average; nothing for the others. */
const carriedMore = (people: readonly PlanPerson[]): Load[] => {
  const pasts = people.flatMap(({ carried }) => (carried ? [carried] : []));
  const total = addLoads(pasts);
  return people.map(({ carried }) =>
    carried ? byKind((kind) => carried[kind] - total[kind] / pasts.length) : NOTHING,
  );
};

const sharesOf = (input: PlanInput, values: readonly Load[], free: Problem["free"]): Load[] => {
  const need = input.tiers.reduce((sum, tier) => sum + tier.need, 0);
  const total = addLoads(values);
  const there = free.map((steps) => addLoads(values.filter((_, step) => steps[step])));
  const all = addLoads(there);
  return there.map((own) =>
    byKind((kind) => (all[kind] === 0 ? 0 : (need * total[kind] * own[kind]) / all[kind])),
  );
};

/** Prepares an input. The zones named in it must be known to `zones`. */
export const toProblem = (input: PlanInput, zones: Zones): Problem => {
  const zone = zones(input.zone);
  const values = input.steps.map((step) => measure(step, zone, input));
  const free = input.people.map(({ away }) =>
    input.steps.map((step) => !away.some((off) => overlaps(step, off))),
  );
  const shares = sharesOf(input, values, free);
  const more = carriedMore(input.people);
  const positive = (kind: keyof Load) => values.map((value) => value[kind]).filter((v) => v > 0);
  return {
    input,
    values,
    free,
    shares,
    targets: shares.map((share, p) => byKind((kind) => share[kind] - (more[p]?.[kind] ?? 0))),
    units: byKind((kind) => {
      const list = positive(kind);
      return list.length === 0 ? 1 : list.reduce((sum, v) => sum + v, 0) / list.length;
    }),
    quanta: byKind((kind) => positive(kind).reduce(gcd, 0) || 1),
    weeks: groupSteps(input, zone, (day) => Math.floor((day + 3) / 7)),
    months: groupSteps(input, zone, (day) => monthNumber(dateOf(day))),
    occasions: occasionsOf(input, zones),
  };
};

/** How many shifts in a row a person has had when the span begins, up to the limit that matters. */
export const rowBefore = ({ input }: Problem, person: number): number => {
  const { startsAt } = spanOf(input);
  const last = input.people[person]?.around.find(({ endsAt }) => endsAt === startsAt);
  const [first] = input.steps;
  if (!last || !first) return 0;
  return Math.max(1, Math.round((startsAt - last.startsAt) / (first.endsAt - first.startsAt)));
};
