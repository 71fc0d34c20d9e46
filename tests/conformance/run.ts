import * as z from "zod";
import { assignment } from "./assignment";
import { rotationByDay } from "./by-day";
import { finalSchedule, finalScheduleInstant } from "./final";
import { localTimeResolution } from "./local-time";
import { populateEpochs } from "./populate";
import { quality } from "./quality";
import { rotationEnd, rotationHandoffs, rotationStart, rotationTurn } from "./rotation";
import { scheduleShifts } from "./schedule";
import { expectation, isRecord, spelled } from "./spelling";
import { swap } from "./swap";
import { type Adapter, caseShape, failed, type Verdict } from "./verdict";
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

/** Its members under their own names; inside `expected` of a day by day case, dates are left as they are. */
const readable = (given: unknown): unknown => {
  const plain = spelled(given);
  return isRecord(plain) ? expectation(plain) : plain;
};

/** Answers one case of any kind. It never throws. */
export const runCase = (given: unknown): Result => {
  const named = isRecord(given) && (typeof given.id === "string" || typeof given.id === "number");
  const known = caseShape.safeParse(readable(given));
  if (!known.success) {
    return { id: named ? String(given.id) : "?", kind: "?", ...failed(explain(known.error)) };
  }
  const { id, kind, ported_check } = known.data;
  const adapter = ADAPTERS.get(kind.trim().toLowerCase().replace(/[_ ]/g, "-"));
  if (!adapter) {
    return {
      id,
      kind,
      ...failed(`unknown kind ${kind}; known are ${[...ADAPTERS.keys()].join(", ")}`),
    };
  }
  try {
    const verdict = adapter(known.data);
    const isUnchecked =
      /^we say/.test(verdict.reason) && verdict.outcome === "failed" && !ported_check;
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
