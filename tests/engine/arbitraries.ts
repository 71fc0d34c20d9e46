import fc from "fast-check";
import { DAY, dateOf, dayInMonth, formatDate, HOUR, monthNumber } from "@/lib/schedule/calendar";
import type {
  Definition,
  Layer,
  Override,
  Revision,
  Rotation,
  Target,
  Weekday,
  Window,
} from "@/lib/schedule/types";
import { clocksAgree } from "./agreed";
import { ALL_ZONES } from "./zones";

/** A zone and a day on which its clock does something. The window asked about lies around it. */
export const SCENES = [
  ["Europe/Berlin", "2026-03-29"],
  ["Europe/Berlin", "2026-10-25"],
  ["America/New_York", "2026-03-08"],
  ["America/New_York", "2025-11-02"],
  ["America/Santiago", "2025-09-07"],
  ["America/Santiago", "2025-04-06"],
  ["Australia/Lord_Howe", "2025-10-05"],
  ["Australia/Lord_Howe", "2026-04-05"],
  ["Pacific/Apia", "2011-12-30"],
  ["Asia/Kolkata", "2024-02-29"],
  ["UTC", "2026-01-31"],
] as const;

export const HOME_ZONES = [
  "Europe/Berlin",
  "America/New_York",
  "Pacific/Apia",
  "Asia/Kolkata",
] as const;
export const PEOPLE = ["ann", "bob", "cem", "dia", "eva"] as const;
const PADDING = 3 * DAY;

export type Scene = {
  readonly from: number;
  readonly until: number;
  readonly zone: string;
  readonly revisions: readonly Revision[];
};

export const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values);
export const people = fc.uniqueArray(oneOf(PEOPLE), { maxLength: 3 });
const weekday = oneOf<Weekday>([1, 2, 3, 4, 5, 6, 7]);
const time = oneOf([
  "00:00",
  "00:30",
  "01:30",
  "02:00",
  "02:15",
  "02:30",
  "03:00",
  "09:00",
  "23:30",
]);

const units = ["hour", "day", "week", "month"] as const;
const nearby = (day: number) =>
  fc.integer({ min: -9, max: 9 }).map((away) => formatDate(day + away));
/** Days that some months do not have, up to two years off. */
const lateInMonth = (day: number) =>
  fc
    .tuple(fc.integer({ min: -24, max: 24 }), oneOf([29, 30, 31]))
    .map(([months, date]) => formatDate(dayInMonth(monthNumber(dateOf(day)) + months, date)));

export const rotation = (day: number): fc.Arbitrary<Rotation> =>
  oneOf(units).chain((unit) =>
    fc.record({
      unit: fc.constant(unit),
      every: fc.integer({ min: 1, max: 5 }),
      anchor: fc.record({
        date: unit === "month" ? fc.oneof(nearby(day), lateInMonth(day)) : nearby(day),
        time,
        turn: fc.integer({ min: 0, max: 3 }),
      }),
      turns: fc
        .array(people, { minLength: 0, maxLength: 4 })
        .map((groups) => groups.map((group, i) => ({ id: `t${i}`, people: group }))),
      weekdays: fc.oneof(fc.constant([]), fc.uniqueArray(weekday, { minLength: 1, maxLength: 7 })),
    }),
  );

const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

export const windowOf: fc.Arbitrary<Window> = fc
  .record({
    days: fc.oneof(fc.constant(everyDay), fc.uniqueArray(weekday, { minLength: 1 })),
    start: time,
    end: time,
    endsAfterDays: oneOf([0, 0, 0, 1, 1, 3, 7]),
  })
  .filter((window) => window.endsAfterDays > 0 || window.end > window.start);

const yearOf = (day: number): number => dateOf(day).year;

/** Any zone on whose clock the two tables agree around a day. */
const zoneOn = (day: number): fc.Arbitrary<string> =>
  fc
    .oneof(oneOf(["UTC", "Europe/Berlin", "Asia/Kolkata"]), oneOf(ALL_ZONES))
    .map((zone) => (clocksAgree(zone, yearOf(day)) ? zone : "UTC"));

const layer = (id: string, from: number, day: number): fc.Arbitrary<Layer> =>
  fc.record(
    {
      id: fc.constant(id),
      name: fc.constant(id),
      priority: fc.integer({ min: 0, max: 2 }),
      zone: zoneOn(day),
      from: fc.integer({ min: 0, max: 60 }).map((hours) => from + hours * HOUR),
      until: fc.integer({ min: 60, max: 140 }).map((hours) => from + hours * HOUR),
      rotation: rotation(day),
      windows: fc.oneof(fc.constant([]), fc.array(windowOf, { minLength: 1, maxLength: 3 })),
      windowsIn: fc.constant("person" as const),
      holidays: fc.record({
        calendar: fc.constant("cal"),
        mode: oneOf(["off", "only"] as const),
      }),
    },
    { requiredKeys: ["id", "name", "priority", "rotation", "windows"] },
  );

/** Mostly one layer, so that overrides meet. */
const target: fc.Arbitrary<Target> = fc.oneof(
  fc.constant({ scope: "schedule" as const }),
  oneOf(["A", "B"]).map((id) => ({ scope: "tier" as const, id })),
  oneOf(["a0", "a0", "a0", "a0", "a1", "b0"]).map((id) => ({ scope: "layer" as const, id })),
  oneOf(["o0", "o1", "o2"]).map((id) => ({ scope: "override" as const, id })),
);

const span = (from: number) =>
  fc
    .tuple(fc.integer({ min: -300, max: 7000 }), fc.integer({ min: 15, max: 4000 }))
    .map(([start, length]) => ({
      startsAt: from + start * 60_000,
      endsAt: from + (start + length) * 60_000,
    }));

export const override = (from: number, id: string): fc.Arbitrary<Override> => {
  const base = { id: fc.constant(id), target, own: span(from) };
  const shift = fc
    .record({ span: span(from), people, tier: oneOf([undefined, "A", "B"]) })
    .map(({ span: own, people: group, tier }) =>
      tier ? { ...own, people: group, tier } : { ...own, people: group },
    );
  const follows = fc.record({
    layer: oneOf(["a0", "a0", "a1", "b0", "gone"]),
    turn: oneOf(["t0", "t1", "t2"]),
  });
  const always = ["id", "target", "own", "kind"] as const;
  return fc
    .oneof(
      fc.record(
        { ...base, follows, kind: oneOf(["add", "remove"] as const), people },
        { requiredKeys: [...always, "people"] },
      ),
      fc.record(
        {
          ...base,
          follows,
          kind: fc.constant("replace" as const),
          person: oneOf(PEOPLE),
          by: oneOf(PEOPLE),
        },
        { requiredKeys: [...always, "person", "by"] },
      ),
      fc.record({
        ...base,
        kind: fc.constant("temporary" as const),
        shifts: fc.array(shift, { maxLength: 3 }),
      }),
    )
    .map(({ own, ...rest }): Override => ({ ...rest, ...own }));
};

const definition = (zone: string, from: number, day: number): fc.Arbitrary<Definition> =>
  fc
    .record({
      a: fc.tuple(layer("a0", from, day), layer("a1", from, day), layer("a2", from, day)),
      size: fc.integer({ min: 1, max: 3 }),
      b: layer("b0", from, day),
      overrides: fc.tuple(...["o0", "o1", "o2", "o3"].map((id) => override(from, id))),
      kept: fc.integer({ min: 0, max: 4 }),
      holidays: fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 3 }),
      homes: fc.uniqueArray(fc.record({ person: oneOf(PEOPLE), zone: oneOf(HOME_ZONES) }), {
        selector: ({ person }) => person,
      }),
    })
    .map(({ a, size, b, overrides, kept, holidays, homes }) => ({
      zone,
      homes,
      tiers: [
        { id: "A", name: "First", cover: "always" as const, layers: a.slice(0, size) },
        { id: "B", name: "Second", cover: "never" as const, layers: [b] },
      ],
      overrides: overrides.slice(0, kept),
      calendars: [
        {
          id: "cal",
          name: "Holidays",
          days: holidays.map((away) => ({ date: formatDate(day - 2 + away), name: "Holiday" })),
        },
      ],
    }));

export const dayNumber = (date: string): number =>
  Math.round(Date.parse(`${date}T00:00:00Z`) / DAY);

const sceneOn = (zone: string, day: number): fc.Arbitrary<Scene> => {
  const from = day * DAY - PADDING;
  const one = definition(zone, from, day);
  return fc
    .record({
      first: one,
      second: fc.option(one),
      change: fc.integer({ min: -100, max: 8000 }),
    })
    .map(({ first, second, change }) => ({
      zone,
      from,
      until: from + 2 * PADDING,
      revisions: [
        { number: 1, from: from - 400 * DAY, definition: first },
        ...(second ? [{ number: 2, from: from + change * 60_000, definition: second }] : []),
      ],
    }));
};

/** One or two revisions of anything at all, and six days to ask about, around a change of the clock. */
export const scene: fc.Arbitrary<Scene> = oneOf(SCENES).chain(([zone, date]) =>
  sceneOn(zone, dayNumber(date)),
);

const daysIn = (first: string, last: string) =>
  fc.integer({ min: dayNumber(first), max: dayNumber(last) });

/** The same in any zone on any day from 1970 to 2100. */
export const anyDay: fc.Arbitrary<Scene> = daysIn("1970-01-10", "2100-12-31").chain((day) =>
  zoneOn(day).chain((zone) => sceneOn(zone, day)),
);

export const anyScene: fc.Arbitrary<Scene> = fc.oneof(scene, anyDay);

/** Freezes everything inside, so that a write to it throws. */
export const deepFreeze = <T>(value: T): T => {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
};
