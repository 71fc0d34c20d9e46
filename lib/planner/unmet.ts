import type { Interval } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { brokenBy, heldSteps } from "./check";
import type { Occasion, Problem } from "./problem";
import { heldBy, isMet } from "./score";
import { type Assignment, type Broken, stepOf } from "./types";

type Rule = Broken["rule"];

/**
 * A wish that was not met at one time, and why.
 *
 * - `away`: the person is not there, or nobody else is.
 * - `limits`: no exchange with others was found that keeps the limits; `rules` are those that stood in the way.
 * - `fairness`: it could be met by exchanges that keep every limit, but not without cost.
 */
export type Unmet = Interval & {
  readonly wish: string;
  readonly person: number;
  readonly because: "away" | "limits" | "fairness";
  readonly rules: readonly Rule[];
};

type Exchange = { readonly step: number; readonly who: number; readonly by: number };

/** So many exchanges are tried for one wish. */
const MOST_TRIES = 2_000;

const exchanged = (assignment: Assignment, { step, who, by }: Exchange): Assignment =>
  assignment.with(
    step,
    (assignment[step] ?? []).map((people) =>
      people.map((one) => (one === who ? by : one)).sort((a, b) => a - b),
    ),
  );

const countOf = (rules: readonly Rule[], rule: Rule): number =>
  rules.filter((one) => one === rule).length;

const rulesOf = (
  { input }: Problem,
  assignment: Assignment,
  { step, who, by }: Exchange,
  zone: Zone,
): Rule[] => {
  const knowing = (assignment[step] ?? [])
    .flat()
    .filter((person) => input.people[person]?.experienced).length;
  const own = [who, by].flatMap((person) =>
    brokenBy(input, { person, steps: heldSteps(assignment, person) }, zone).map(({ rule }) => rule),
  );
  return knowing >= input.limits.experienced ? own : [...own, "experience"];
};

/** The limits that an exchange breaks more often than before: for who comes, who goes, and those together in the step. */
const brokenByExchange = (
  problem: Problem,
  assignment: Assignment,
  exchange: Exchange,
  zone: Zone,
): Rule[] => {
  const before = rulesOf(problem, assignment, exchange, zone);
  const after = rulesOf(problem, exchanged(assignment, exchange), exchange, zone);
  return [...new Set(after)].filter((rule) => countOf(after, rule) > countOf(before, rule));
};

/** What meets a wish: one of the exchanges of each of these lists. */
const waysOf = (
  { input }: Problem,
  assignment: Assignment,
  { wish, person, steps }: Occasion,
): Exchange[][] => {
  const there = (step: number) => assignment[step]?.flat() ?? [];
  if (wish.kind === "prefers")
    return [steps.flatMap((step) => there(step).map((who) => ({ step, who, by: person })))];
  const others = [...input.people.keys()].filter((one) => one !== person);
  return steps
    .filter((step) => there(step).includes(person))
    .map((step) =>
      others.filter((one) => !there(step).includes(one)).map((by) => ({ step, who: person, by })),
    );
};

const reasonOf = (
  problem: Problem,
  assignment: Assignment,
  occasion: Occasion,
  zone: Zone,
): Pick<Unmet, "because" | "rules"> => {
  const found = new Set<Rule>();
  let tries = 0;
  const canMeet = (from: Assignment, [first, ...rest]: readonly Exchange[][]): boolean =>
    first === undefined ||
    first.some((exchange) => {
      tries += 1;
      if (tries > MOST_TRIES) return false;
      const rules = brokenByExchange(problem, from, exchange, zone);
      for (const rule of rules) found.add(rule);
      return rules.length === 0 && canMeet(exchanged(from, exchange), rest);
    });
  if (canMeet(assignment, waysOf(problem, assignment, occasion)))
    return { because: "fairness", rules: [] };
  const rules = [...found].sort();
  return { because: rules.every((rule) => rule === "away") ? "away" : "limits", rules };
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
