import type { Definition, Interval, PersonId } from "@/lib/schedule/types";

/** The systems whose files can be read. */
export type System = "pagerduty" | "opsgenie" | "grafana";

/**
 * One line of the report on a schedule. `mapped`: it means the same here. `changed`: it came over,
 * but not exactly; `why` says how. `skipped`: it did not come over; `why` says what to do about
 * it.
 */
export type Note = {
  readonly level: "mapped" | "changed" | "skipped";
  readonly what: string;
  readonly why?: string;
};

/**
 * Somebody in the file. `key` is their id in the other system, and stands for them in the
 * definition.
 */
export type SourcePerson = {
  readonly key: string;
  readonly name: string;
  readonly email: string | null;
};

/** What the other system says it computed: this person (a source key), from, until. */
export type ComputedShift = Interval & { readonly person: string };

/**
 * One schedule of the file in our words. People in `definition` are source keys until they are
 * matched.
 */
export type ImportedSchedule = {
  readonly name: string;
  readonly definition: Definition;
  readonly people: readonly SourcePerson[];
  readonly notes: readonly Note[];
  /** Null when the file carries none. */
  readonly computed: readonly ComputedShift[] | null;
  /** The time for which `computed` is complete; null when there is nothing to compare. */
  readonly covers: Interval | null;
};

/** What a file gives: schedules that came over and those that could not, with the reason. */
export type Imported = {
  readonly system: System;
  readonly schedules: readonly ImportedSchedule[];
  readonly refused: readonly { readonly name: string; readonly why: string }[];
};

/** One schedule's outcome, before they are gathered. */
export type Conversion =
  | { readonly ok: true; readonly schedule: ImportedSchedule }
  | { readonly ok: false; readonly name: string; readonly why: string };

/** Source key -> our person. Keys that are missing stay as they are. */
export type PersonMap = ReadonlyMap<string, PersonId>;
