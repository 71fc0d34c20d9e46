import type { Interval } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { brokenBy, heldSteps } from "./check";
import type { Occasion, Problem } from "./problem";
import { heldBy, isMet } from "./score";
import { type Assignment, type Broken, stepOf } from "./types";

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

/** The limits that an exchange breaks for who comes in, and for those in the step together. */
const brokenByExchange = (
  { input }: Problem,
  assignment: Assignment,
  { step, who, by }: Exchange,
  zone: Zone,
): Broken["rule"][] => {
  const steps = [...heldSteps(assignment, by), step].sort((a, b) => a - b);
  const rules = brokenBy(input, { person: by, steps }, zone).map(({ rule }) => rule);
  const together = (assignment[step] ?? []).flat().map((one) => (one === who ? by : one));
  const knowing = together.filter((person) => input.people[person]?.experienced).length;
  return knowing >= input.limits.experienced ? rules : [...rules, "experience"];
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
  const found = new Set<Broken["rule"]>();
  for (const exchange of exchanges(problem, assignment, occasion)) {
    const rules = brokenByExchange(problem, assignment, exchange, zone);
    if (rules.length === 0) return { because: "fairness", rules: [] };
    for (const rule of rules) found.add(rule);
  }
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
