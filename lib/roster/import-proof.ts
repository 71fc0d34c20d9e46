import { setImmediate } from "node:timers/promises";
import { compareComputed, type Proof } from "@/lib/import/proof";
import { HOUR } from "@/lib/schedule/calendar";
import { formatSpan } from "@/lib/schedule/format";
import type { Interval, PersonId } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { zones } from "@/lib/zones/table";
import type { Plan, PlannedSchedule } from "./import-plan";

/** How long all proofs of one file may take together, in milliseconds: what a file costs is its author's choice. */
export const PROOF_BUDGET = 3_000;
/** The most differences that are listed of one schedule. */
const LISTED = 50;

/** A time, also in words in the reader's zone. */
type Span = Interval & { readonly when: string; readonly hours: number };

/**
 * How our answers compare with those the other system computed. `nothing`: the file has none. `unproven`:
 * the time for comparing was used up before.
 */
export type ProofReport =
  | { readonly kind: "nothing" }
  | { readonly kind: "unproven" }
  | { readonly kind: "same"; readonly checked: Span }
  | {
      readonly kind: "differs";
      readonly checked: Span;
      /** All hours in which the answers differ. */
      readonly hours: number;
      readonly differences: readonly (Span & {
        readonly ours: readonly string[];
        readonly theirs: readonly string[];
      })[];
      /** How many more differences there are than are listed. */
      readonly more: number;
    };

/** Compares every schedule of a plan until the budget is used up. `clock` counts milliseconds. */
export async function proveAll(
  plan: Plan,
  reader: Zone,
  now: number,
  clock: () => number = () => performance.now(),
): Promise<readonly ProofReport[]> {
  const end = clock() + PROOF_BUDGET;
  const reports: ProofReport[] = [];
  for (const schedule of plan.schedules) {
    reports.push(clock() < end ? prove(schedule, plan, reader, now) : { kind: "unproven" });
    await setImmediate(); // others are served between two of them
  }
  return reports;
}

function prove(
  { source, definition }: PlannedSchedule,
  plan: Plan,
  reader: Zone,
  now: number,
): ProofReport {
  const proof = compareComputed(definition, source.computed, source.covers, zones, plan.map);
  if (proof.checked === null) return { kind: "nothing" };
  const toSpan = ({ startsAt, endsAt }: Interval): Span => ({
    startsAt,
    endsAt,
    when: formatSpan(startsAt, endsAt, reader, now),
    hours: hoursOf([{ startsAt, endsAt }]),
  });
  const checked = toSpan(proof.checked);
  return proof.equal ? { kind: "same", checked } : differing(proof, checked, plan, toSpan);
}

function differing(
  { differences }: Proof,
  checked: Span,
  plan: Plan,
  toSpan: (interval: Interval) => Span,
): ProofReport {
  const name = (id: PersonId) => plan.names.get(id) ?? id;
  return {
    kind: "differs",
    checked,
    hours: hoursOf(differences),
    differences: differences.slice(0, LISTED).map(({ ours, theirs, ...interval }) => ({
      ...toSpan(interval),
      ours: ours.map(name),
      theirs: theirs.map(name),
    })),
    more: Math.max(0, differences.length - LISTED),
  };
}

/** Hours, to one decimal. */
function hoursOf(intervals: readonly Interval[]): number {
  const ms = intervals.reduce((sum, { startsAt, endsAt }) => sum + endsAt - startsAt, 0);
  return Math.round((10 * ms) / HOUR) / 10;
}
