/**
 * The words of the engine. Data only: no clock, no `Date`, no I/O.
 *
 * - `Instant` is integer milliseconds since the epoch. Intervals are half-open: `[startsAt, endsAt)`.
 * - `LocalDate` is `YYYY-MM-DD`, `WallTime` is `HH:MM`, both always read in a zone named beside them.
 * - Everything is `readonly`; the engine never changes what it is given.
 */
export type Instant = number;
export type LocalDate = string;
export type WallTime = string;
/** An IANA name, such as `Europe/Berlin`. */
export type ZoneName = string;

export type PersonId = string;
export type TierId = string;
export type LayerId = string;
export type TurnId = string;
export type OverrideId = string;
export type CalendarId = string;

/** ISO 8601: Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export type Interval = { readonly startsAt: Instant; readonly endsAt: Instant };

/** One group's share of a rotation. Nobody in it means that nobody is on call then, on purpose. */
export type Turn = { readonly id: TurnId; readonly people: readonly PersonId[] };

export type RotationUnit = "hour" | "day" | "week" | "month";

/**
 * Turns that follow each other for ever, in both directions from the anchor.
 *
 * At the anchor's wall-clock date and time, `turns[anchor.turn]` begins; each turn lasts `every` units of
 * wall-clock time. Months count from the anchor's date and clamp to the last day of the month.
 * `weekdays` are the days that count (a day runs from handoff time to handoff time and belongs to the
 * weekday it begins on): on the others nobody is on call, and they use up nobody's turn.
 */
export type Rotation = {
  readonly unit: RotationUnit;
  readonly every: number;
  readonly anchor: { readonly date: LocalDate; readonly time: WallTime; readonly turn: number };
  readonly turns: readonly Turn[];
  /** Absent or empty: every day counts. */
  readonly weekdays?: readonly Weekday[];
};

/**
 * A weekly repeating span of wall-clock time: it begins at `start` on each of `days` and ends at `end`
 * `endsAfterDays` days later (0 the same day, 1 the next day, up to 7). `end` must lie after `start`.
 * "Weekdays 09:00-17:00" is one window; so is "Friday 18:00 to Monday 08:00" (`endsAfterDays: 3`).
 */
export type Window = {
  readonly days: readonly Weekday[];
  readonly start: WallTime;
  readonly end: WallTime;
  readonly endsAfterDays: number;
};

/** Local dates (in the zone of the layer that uses it), each from midnight to midnight. */
export type Calendar = {
  readonly id: CalendarId;
  readonly name: string;
  readonly days: readonly { readonly date: LocalDate; readonly name: string }[];
};

export type Layer = {
  readonly id: LayerId;
  readonly name: string;
  /** A higher one replaces a lower one while it covers; equals stand side by side. */
  readonly priority: number;
  /** Absent: the schedule's zone. */
  readonly zone?: ZoneName;
  readonly from?: Instant;
  readonly until?: Instant;
  readonly rotation: Rotation;
  /** Empty: always. Overlapping windows are a union. */
  readonly windows: readonly Window[];
  /** `person`: each person's windows are read in the zone that `Definition.homes` gives them. Absent: the layer's. */
  readonly windowsIn?: "person";
  /** `off`: the layer rests on those days. `only`: it works on no others. */
  readonly holidays?: { readonly calendar: CalendarId; readonly mode: "off" | "only" };
};

/** Whom to call first, second, third: the order of `Definition.tiers`. */
export type Tier = {
  readonly id: TierId;
  readonly name: string;
  /** When somebody must be on call here; time outside is no gap. */
  readonly cover: "always" | "never" | readonly Window[];
  readonly layers: readonly Layer[];
};

/** What an override applies to. `override` means: only the time and people that other override put in. */
export type Target =
  | { readonly scope: "schedule" }
  | { readonly scope: "tier"; readonly id: TierId }
  | { readonly scope: "layer"; readonly id: LayerId }
  | { readonly scope: "override"; readonly id: OverrideId };

/** A turn of a layer, wherever it lies. */
export type TurnName = { readonly layer: LayerId; readonly turn: TurnId };

type OverrideBase = Interval & {
  readonly id: OverrideId;
  readonly target: Target;
  readonly reason?: string;
  /**
   * Made for a whole turn: it holds from handoff to handoff of the occurrence that begins nearest to
   * `startsAt`. At its stated interval when the layer or the turn is gone. Temporary schedules do not follow.
   */
  readonly follows?: TurnName;
};

/**
 * A stated exception. They apply last, in the order of `Definition.overrides`.
 *
 * - `add`: these people are on call too. Aimed at the schedule they join its first tier.
 * - `remove`: these people are not.
 * - `replace`: wherever `person` is on call there, `by` is instead. Replacements chain (A by B, then B by C).
 * - `temporary`: nothing else counts in its interval; its own shifts do (perhaps none). Aimed at a layer it
 *   takes that layer's place at its priority; at the schedule, the shifts' `tier` says where (default: first).
 */
export type Override =
  | (OverrideBase & { readonly kind: "add"; readonly people: readonly PersonId[] })
  | (OverrideBase & { readonly kind: "remove"; readonly people: readonly PersonId[] })
  | (OverrideBase & { readonly kind: "replace"; readonly person: PersonId; readonly by: PersonId })
  | (OverrideBase & {
      readonly kind: "temporary";
      readonly shifts: readonly (Interval & {
        readonly people: readonly PersonId[];
        readonly tier?: TierId;
      })[];
    });

/** The zone in which a person's windows are read, in layers that say so. */
export type Home = { readonly person: PersonId; readonly zone: ZoneName };

/** All of a schedule that people edit. Ids are unique within their list's kind over the whole definition. */
export type Definition = {
  readonly zone: ZoneName;
  readonly tiers: readonly Tier[];
  readonly overrides: readonly Override[];
  readonly calendars: readonly Calendar[];
  /** Each person once, in any order. A person without an entry: the layer's zone. */
  readonly homes?: readonly Home[];
};

/** A definition with the instant from which it holds, until the next one's. */
export type Revision = {
  readonly number: number;
  readonly from: Instant;
  readonly definition: Definition;
};

/** Why these people: the revision, then the layer and the turn, then the overrides in the order applied. */
export type Because = {
  readonly revision: number;
  /** Null when an override put these people here and no rotation did. */
  readonly layer: LayerId | null;
  readonly turn: (Interval & { readonly id: TurnId; readonly index: number }) | null;
  readonly overrides: readonly OverrideId[];
};

/** What comes out: these people, from, until, why. Two shifts of a tier overlap where equal layers meet. */
export type Shift = Interval & {
  readonly tier: TierId;
  readonly people: readonly PersonId[];
  readonly because: Because;
};

/** Nobody on call in a tier that must be covered. */
export type Gap = Interval & { readonly tier: TierId };
