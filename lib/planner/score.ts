import { addLoads, byKind, NOTHING } from "./measure";
import type { Problem } from "./problem";
import { type Assignment, KINDS, type Kind, type Load } from "./types";

/** Beyond this many quanta above the target, further ones cost what the last did. */
const STEEPEST = 12;

/**
 * What it costs that a person's load of a kind goes from `quanta` to one more: the rise of the squared
 * distance from the target, in typical shifts. It never falls with `quanta`, which makes the sum convex.
 */
export const riseOf = (problem: Problem, person: number, kind: Kind, quanta: number): number => {
  const [target, unit, quantum] = [
    problem.targets[person]?.[kind] ?? 0,
    problem.units[kind],
    problem.quanta[kind],
  ];
  const at = Math.min(quanta, Math.ceil(Math.max(0, target) / quantum) + STEEPEST);
  const off = (count: number): number => ((count * quantum - target) / unit) ** 2;
  return problem.input.weights[kind] * (off(at + 1) - off(at));
};

/** What it costs that a person has nothing of a kind. */
export const costOfNothing = (problem: Problem, person: number, kind: Kind): number =>
  problem.input.weights[kind] * ((problem.targets[person]?.[kind] ?? 0) / problem.units[kind]) ** 2;

/** Cost of a wish that is not met: 1, 2 or 4 times the weight of wishes. */
export const costOfWish = ({ input }: Problem, weight: number): number =>
  input.weights.wishes * 2 ** (weight - 1);

/** Whether the person is on call in any tier of each step. */
export const heldBy = (assignment: Assignment, person: number): boolean[] =>
  assignment.map((tiers) => tiers.some((people) => people.includes(person)));

export const loadOf = (problem: Problem, assignment: Assignment, person: number): Load =>
  addLoads(
    heldBy(assignment, person).map((held, step) =>
      held ? (problem.values[step] ?? NOTHING) : NOTHING,
    ),
  );

const unevenness = (problem: Problem, assignment: Assignment): number => {
  let cost = 0;
  for (const person of problem.input.people.keys()) {
    const load = loadOf(problem, assignment, person);
    for (const kind of KINDS) {
      cost += costOfNothing(problem, person, kind);
      const count = Math.round(load[kind] / problem.quanta[kind]);
      for (let i = 0; i < count; i += 1) cost += riseOf(problem, person, kind, i);
    }
  }
  return cost;
};

/** Whether an occasion of a wish went the way that was wished. */
export const isMet = (
  { wish, steps }: Problem["occasions"][number],
  held: readonly boolean[],
): boolean => steps.some((step) => held[step]) === (wish.kind === "prefers");

const unmetCost = (problem: Problem, assignment: Assignment): number =>
  problem.occasions
    .filter((occasion) => !isMet(occasion, heldBy(assignment, occasion.person)))
    .reduce((sum, { wish }) => sum + costOfWish(problem, wish.weight), 0);

/** New faces at handoffs that touch, in all tiers. */
export const handoffsIn = ({ input }: Problem, assignment: Assignment): number => {
  let count = 0;
  for (let step = 1; step < assignment.length; step += 1) {
    if (input.steps[step - 1]?.endsAt !== input.steps[step]?.startsAt) continue;
    assignment[step]?.forEach((people, tier) => {
      const before = assignment[step - 1]?.[tier] ?? [];
      count += people.filter((person) => !before.includes(person)).length;
    });
  }
  return count;
};

/** How far an assignment is from what everybody would want; the planner looks for the least. Limits are not in it. */
export const scoreOf = (problem: Problem, assignment: Assignment): number =>
  unevenness(problem, assignment) +
  unmetCost(problem, assignment) +
  problem.input.weights.handoffs * handoffsIn(problem, assignment);

/** One person's part: what they get, what would be fair, and what they bring from before. */
export type Share = { readonly load: Load; readonly share: Load; readonly off: Load };

export type Fairness = {
  readonly people: readonly Share[];
  /** Between who is furthest above what they should get and who is furthest below, kind by kind. */
  readonly spread: Load;
};

/** How evenly an assignment spreads things, the past counted in. */
export const fairnessOf = (problem: Problem, assignment: Assignment): Fairness => {
  const people = problem.input.people.map((_, person) => {
    const load = loadOf(problem, assignment, person);
    const target = problem.targets[person] ?? NOTHING;
    return {
      load,
      share: problem.shares[person] ?? NOTHING,
      off: byKind((kind) => load[kind] - target[kind]),
    };
  });
  const spread = byKind((kind) => {
    const offs = people.map(({ off }) => off[kind]);
    return offs.length === 0 ? 0 : Math.max(...offs) - Math.min(...offs);
  });
  return { people, spread };
};
