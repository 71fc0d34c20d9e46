import type { PersonId } from "@/lib/schedule/types";
import type { Zones } from "@/lib/schedule/zone";
import { brokenLimits } from "./check";
import type { Milp } from "./milp";
import { toModel } from "./model";
import { toProblem } from "./problem";
import { roundRobin } from "./round-robin";
import { type Fairness, fairnessOf, handoffsIn, scoreOf } from "./score";
import type { Assignment, Broken, PlanInput } from "./types";
import { type Unmet, unmetWishes } from "./unmet";

export type Solved = {
  readonly status: "optimal" | "stopped" | "infeasible";
  /** The columns' values of the best that was found, if anything was. */
  readonly values: Float64Array | null;
  readonly objective: number | null;
  /** Nothing better than this exists. */
  readonly bound: number;
};

/** Minimises a program, from a start if there is one, for at most so many seconds. */
export type Solve = (
  milp: Milp,
  options: {
    readonly seconds: number;
    readonly start?: { readonly columns: Int32Array; readonly values: Float64Array };
  },
) => Promise<Solved>;

/** An assignment with how it does. */
export type Measured = {
  readonly assignment: readonly (readonly (readonly PersonId[])[])[];
  readonly score: number;
  readonly fairness: Fairness;
  readonly handoffs: number;
  readonly unmet: readonly Unmet[];
  readonly broken: readonly Broken[];
};

export type Proposal =
  | {
      readonly kind: "proposed";
      readonly planned: Measured;
      readonly roundRobin: Measured;
      /** `optimal`: nothing better exists, within 0.01 %. `stopped`: the time was over. */
      readonly status: "optimal" | "stopped";
      /** No assignment scores below it. */
      readonly bound: number;
      /** How much better than `planned` an assignment could be at most: 0.018 is 1.8 %. */
      readonly gap: number;
    }
  /** No assignment keeps all limits; these are the fewest that would have to give way. */
  | { readonly kind: "infeasible"; readonly broken: readonly Broken[] }
  /** The time was over before anything was found. */
  | { readonly kind: "nothing" };

/** How long to look for the limits that must give way, where nothing keeps all. */
export const ELASTIC_SECONDS = 10;

/**
 * The best assignment for an input that can be found in the time, measured beside plain round robin on the
 * same input. Equal inputs give equal proposals, unless the time was over (`stopped`).
 */
export async function propose(
  input: PlanInput,
  zones: Zones,
  seconds: number,
  solve: Solve,
): Promise<Proposal> {
  const problem = toProblem(input, zones);
  const zone = zones(input.zone);
  const model = toModel(problem);
  const turns = roundRobin(problem);
  const measured = (assignment: Assignment): Measured => ({
    assignment: assignment.map((tiers) =>
      tiers.map((people) => people.map((person) => input.people[person]?.id ?? "")),
    ),
    score: scoreOf(problem, assignment),
    fairness: fairnessOf(problem, assignment),
    handoffs: handoffsIn(problem, assignment),
    unmet: unmetWishes(problem, assignment, zone),
    broken: brokenLimits(input, assignment, zone),
  });
  const start = brokenLimits(input, turns, zone).length === 0 ? model.write(turns) : undefined;
  const solved = await solve(model.milp, { seconds, ...(start && { start }) });
  if (solved.status === "infeasible") {
    const elastic = toModel(problem, true);
    const { values } = await solve(elastic.milp, { seconds: ELASTIC_SECONDS });
    return { kind: "infeasible", broken: values ? elastic.given(values) : [] };
  }
  if (!solved.values) return { kind: "nothing" };
  const planned = measured(model.read(solved.values));
  const better = Math.max(0, planned.score - solved.bound);
  return {
    kind: "proposed",
    planned,
    roundRobin: measured(turns),
    status: solved.status,
    bound: solved.bound,
    gap: better < 1e-6 ? 0 : better / planned.score,
  };
}
