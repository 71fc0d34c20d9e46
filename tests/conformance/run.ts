import * as z from "zod";
import { rotationByDay } from "./by-day";
import { assignment, quality } from "./elsewhere";
import { finalSchedule, finalScheduleInstant } from "./final";
import { localTimeResolution } from "./local-time";
import { populateEpochs } from "./populate";
import { rotationEnd, rotationHandoffs, rotationStart, rotationTurn } from "./rotation";
import { scheduleShifts } from "./schedule";
import { swap } from "./swap";
import { type Adapter, caseShape, failed, skipped, type Verdict } from "./verdict";
import { restrictionCurrentOrNext, restrictionMerge, windowActive } from "./window";

const ADAPTERS: ReadonlyMap<string, Adapter> = new Map([
  ["assignment", assignment],
  ["final-schedule", finalSchedule],
  ["final-schedule-instant", finalScheduleInstant],
  ["local-time-resolution", localTimeResolution],
  ["populate-epochs", populateEpochs],
  ["quality", quality],
  ["restriction-current-or-next", restrictionCurrentOrNext],
  ["restriction-merge", restrictionMerge],
  ["rotation-by-day", rotationByDay],
  ["rotation-end", rotationEnd],
  ["rotation-handoffs", rotationHandoffs],
  ["rotation-start", rotationStart],
  ["rotation-turn", rotationTurn],
  ["schedule-shifts", scheduleShifts],
  ["swap", swap],
  ["window-active", windowActive],
]);

export type Result = Verdict & { readonly id: string; readonly kind: string };

const explain = (error: unknown): string => {
  if (error instanceof z.ZodError) {
    const issues = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    return `malformed: ${issues.slice(0, 3).join("; ")}`;
  }
  return `malformed: ${error instanceof Error ? error.message : String(error)}`;
};

/** Answers one case of any kind. It never throws. */
export const runCase = (given: unknown): Result => {
  const known = caseShape.safeParse(given);
  if (!known.success) {
    return { id: "?", kind: "?", ...failed(explain(known.error)) };
  }
  const { id, kind, ported_check } = known.data;
  const adapter = ADAPTERS.get(kind);
  if (!adapter) {
    return { id, kind, ...skipped("no adapter for this kind") };
  }
  try {
    const verdict = adapter(known.data);
    const isUnchecked = verdict.outcome === "failed" && !ported_check;
    return isUnchecked
      ? { id, kind, ...failed(`${verdict.reason} (a transcription that nobody recomputed)`) }
      : { id, kind, ...verdict };
  } catch (error) {
    return { id, kind, ...failed(explain(error)) };
  }
};

/** The cases of a file: `{ cases: [...] }`, or the list itself. Throws for anything else. */
export const readCases = (text: string): readonly unknown[] => {
  const parsed: unknown = JSON.parse(text);
  const list = z.array(z.unknown());
  return z
    .union([list, z.looseObject({ cases: list })])
    .transform((value) => (Array.isArray(value) ? value : value.cases))
    .parse(parsed);
};
