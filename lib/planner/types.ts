import type {
  Instant,
  Interval,
  LocalDate,
  PersonId,
  TierId,
  WallTime,
  Weekday,
  ZoneName,
} from "@/lib/schedule/types";

/**
 * What being on call comes to, in whole numbers that add up over shifts: `time` in minutes of wall clock,
 * `nights` by who has the middle of the night, `weekends` and `holidays` in half days (noon and midnight of each day).
 */
export const KINDS = ["time", "nights", "weekends", "holidays"] as const;
export type Kind = (typeof KINDS)[number];
export type Load = Readonly<Record<Kind, number>>;

export type PlanPerson = {
  readonly id: PersonId;
  /** Their weekdays are read in it. */
  readonly zone: ZoneName;
  readonly experienced: boolean;
  readonly away: readonly Interval[];
  /** On call around the span, and not to be changed: rest is kept to it. */
  readonly around: readonly Interval[];
  /** What they carried before the span; null for somebody new, who begins from the average. */
  readonly carried: Load | null;
};

export type Wish = {
  readonly id: string;
  readonly person: PersonId;
  readonly kind: "prefers" | "avoids";
  readonly when: Interval | { readonly weekday: Weekday };
  /** 1: would be nice, 2: matters, 3: matters much. */
  readonly weight: number;
};

export type Limits = {
  /** Between two shifts that do not touch; shifts that touch are one stretch. Zero: no limit. */
  readonly restMs: number;
  /** Shifts one after another. Null: no limit, here and below. */
  readonly inARow: number | null;
  /** Shifts that begin in one local week, from Monday. */
  readonly perWeek: number | null;
  readonly perMonth: number | null;
  /** Experienced people who must be among those on call in every shift. */
  readonly experienced: number;
};

/** How much each counts; zero leaves it out. */
export type Weights = Load & {
  readonly wishes: number;
  /** Each new face at a handoff. */
  readonly handoffs: number;
};

/** What an organisation calls a night, a weekend and a holiday. */
export type Kinds = {
  /** The middle of a night: whoever is on call then has it. */
  readonly nightAt: WallTime;
  readonly weekend: readonly Weekday[];
  readonly holidays: readonly LocalDate[];
};

/** Everything that a plan follows from: the same input gives the same plan. */
export type PlanInput = Kinds & {
  /** The schedule's: nights, weekends, holidays, weeks and months are read in it. */
  readonly zone: ZoneName;
  /** From handoff to handoff, in order, not overlapping. Every tier changes hands at these. */
  readonly steps: readonly Interval[];
  /** How many people each tier needs. */
  readonly tiers: readonly { readonly id: TierId; readonly need: number }[];
  readonly people: readonly PlanPerson[];
  readonly wishes: readonly Wish[];
  readonly limits: Limits;
  readonly weights: Weights;
};

/** Who is on call: by step, then by tier, people as positions in `PlanInput.people`, ascending. */
export type Assignment = readonly (readonly (readonly number[])[])[];

/** A hard limit that an assignment breaks; `by` is how far, in people, shifts or (rest) once. */
export type Broken = {
  readonly rule: "cover" | "twice" | "away" | "rest" | "in-a-row" | "week" | "month" | "experience";
  /** The step at which it shows: for a row of shifts its first, for a week or month its first too. */
  readonly step: number;
  readonly person?: number;
  readonly tier?: number;
  readonly by: number;
};

export type Progress = {
  readonly objective: number | null;
  readonly bound: number;
  readonly seconds: number;
};

/** Where a step begins: the one way to look it up. Throws RangeError for a step that does not exist. */
export const stepOf = ({ steps }: Pick<PlanInput, "steps">, index: number): Interval => {
  const step = steps[index];
  if (!step) throw new RangeError(`no step ${index}`);
  return step;
};

/** From the first handoff to the last. */
export const spanOf = ({
  steps,
}: Pick<PlanInput, "steps">): { startsAt: Instant; endsAt: Instant } => ({
  startsAt: steps[0]?.startsAt ?? 0,
  endsAt: steps.at(-1)?.endsAt ?? 0,
});
