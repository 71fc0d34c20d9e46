import type { Interval } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { brokenBy } from "./check";
import type { Occasion, Problem } from "./problem";
import { heldBy, isMet } from "./score";
import { type Assignment, type Broken, type PlanInput, stepOf } from "./types";

/**
 * A wish that was not met at one time, and why.
 *
 * - `away`: the person is not there, or nobody else is.
 * - `limits`: every other person in that place would have broken `rules`.
 * - `fairness`: it could be met by a swap with one other person, but would cost more evenness, or other
 *   wishes, than it is worth.
 */
export type Unmet = Interval & {
  readonly wish: string;
  readonly person: number;
  readonly because: "away" | "limits" | "fairness";
  readonly rules: readonly Broken["rule"][];
};

/** The same assignment with one person in another's seat in a step. */
const replaced = (assignment: Assignment, step: number, who: number, by: number): Assignment =>
  assignment.map((tiers, i) =>
    i === step
      ? tiers.map((people) => people.map((one) => (one === who ? by : one)).sort((a, b) => a - b))
      : tiers,
  );

const experiencedIn = (input: PlanInput, tiers: Assignment[number]): number =>
  tiers.flat().filter((person) => input.people[person]?.experienced).length;

/** The limits that an exchange breaks, and kept before. */
const brokenByExchange = (
  { input }: Problem,
  after: Assignment,
  step: number,
  person: number,
  zone: Zone,
): Broken["rule"][] => {
  const rules = brokenBy(input, after, person, zone).map(({ rule }) => rule);
  const enough = experiencedIn(input, after[step] ?? []) >= input.limits.experienced;
  return [...rules, ...(enough ? [] : (["experience"] as const))];
};

type Exchange = { readonly step: number; readonly who: number; readonly by: number };

/** Every way in which one replacement would have met the wish. */
const exchanges = ({ input }: Problem, assignment: Assignment, occasion: Occasion): Exchange[] => {
  const others = [...input.people.keys()].filter((one) => one !== occasion.person);
  return occasion.steps.flatMap((step) => {
    const there = assignment[step]?.flat() ?? [];
    if (occasion.wish.kind === "prefers") {
      return there.map((who) => ({ step, who, by: occasion.person }));
    }
    if (!there.includes(occasion.person)) return [];
    return others
      .filter((one) => !there.includes(one))
      .map((by) => ({ step, who: occasion.person, by }));
  });
};

const reasonOf = (
  problem: Problem,
  assignment: Assignment,
  occasion: Occasion,
  zone: Zone,
): Pick<Unmet, "because" | "rules"> => {
  const tried = exchanges(problem, assignment, occasion).map(({ step, who, by }) => {
    const after = replaced(assignment, step, who, by);
    return brokenByExchange(problem, after, step, by, zone);
  });
  if (tried.some((rules) => rules.length === 0)) return { because: "fairness", rules: [] };
  const rules = [...new Set(tried.flat())].sort();
  const because = rules.every((rule) => rule === "away") ? "away" : "limits";
  return { because, rules };
};

/** The wishes that an assignment leaves unmet, by time. */
export const unmetWishes = (problem: Problem, assignment: Assignment, zone: Zone): Unmet[] =>
  problem.occasions
    .filter((occasion) => !isMet(occasion, heldBy(assignment, occasion.person)))
    .map((occasion) => ({
      wish: occasion.wish.id,
      person: occasion.person,
      startsAt: stepOf(problem.input, occasion.steps[0] ?? 0).startsAt,
      endsAt: stepOf(problem.input, occasion.steps.at(-1) ?? 0).endsAt,
      ...reasonOf(problem, assignment, occasion, zone),
    }))
    .sort((a, b) => a.startsAt - b.startsAt);
