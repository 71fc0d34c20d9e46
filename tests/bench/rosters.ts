import { DAY, formatDate, HOUR, MINUTE } from "@/lib/schedule/calendar";
import type {
  Definition,
  Instant,
  Layer,
  Override,
  Rotation,
  Tier,
  Weekday,
  Window,
} from "@/lib/schedule/types";

const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const toTurns = (people: readonly string[]): Rotation["turns"] =>
  people.map((person) => ({ id: person, people: [person] }));

const daily = (date: string, time: string, every: number, people: readonly string[]): Rotation => ({
  unit: "day",
  every,
  anchor: { date, time, turn: 0 },
  turns: toTurns(people),
});

const layer = (id: string, rotation: Rotation, more: Partial<Layer> = {}): Layer => ({
  id,
  name: id,
  priority: 0,
  rotation,
  windows: [],
  ...more,
});

const tier = (id: string, layers: readonly Layer[]): Tier => ({
  id,
  name: id,
  cover: "always",
  layers,
});

const schedule = (
  zone: string,
  tiers: readonly Tier[],
  overrides: readonly Override[] = [],
): Definition => ({ zone, tiers, overrides, calendars: [] });

/** One daily rotation of five in Chicago, begun on a date. */
export const simple = (date: string): Definition =>
  schedule("America/Chicago", [
    tier("first", [layer("layer", daily(date, "09:00", 1, ["a", "b", "c", "d", "e"]))]),
  ]);

const mornings = (days: readonly Weekday[]): Window => ({
  days,
  start: "08:00",
  end: "10:00",
  endsAfterDays: 0,
});

const without = (day: Weekday): readonly Weekday[] => EVERY_DAY.filter((one) => one !== day);

/** A rule of GoAlert's that names a person instead of a rotation: it never hands over. */
const alone = (person: string): Rotation => ({
  ...daily("1970-01-01", "00:00", 12_000, [person]),
  unit: "month",
});

/**
 * The definition of GoAlert's BenchmarkState_CalculateShifts: eight rules, 08:00 to 10:00, five of a person and
 * three of one rotation, and three overrides. Its rotation begins five seconds after ours, at night.
 */
export const goalert = (): Definition => {
  const five = daily("2017-01-02", "03:04", 2, ["a", "b", "c", "d", "e"]);
  const rules: readonly (readonly [Rotation, readonly Weekday[]])[] = [
    [alone("foobar"), EVERY_DAY],
    [alone("foobar"), EVERY_DAY],
    [alone("foobar"), without(1)],
    [alone("foobar2"), without(4)],
    [alone("fooba4r"), EVERY_DAY],
    [five, EVERY_DAY],
    [five, EVERY_DAY],
    [five, EVERY_DAY],
  ];
  const morning = Date.UTC(2018, 0, 1, 8, 30);
  const swaps = [
    ["foobar", "binbaz"],
    ["foobar", "binbaz2"],
    ["foob3ar", "binbaz"],
  ] as const;
  return schedule(
    "UTC",
    [
      tier(
        "first",
        rules.map(([rotation, days], i) => layer(`r${i}`, rotation, { windows: [mornings(days)] })),
      ),
    ],
    swaps.map(([person, by], i) => ({
      id: `o${i}`,
      kind: "replace",
      target: { scope: "schedule" },
      startsAt: morning,
      endsAt: morning + 15 * MINUTE,
      person,
      by,
    })),
  );
};

const OFFICES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata"] as const;
const team = (name: string): string[] => Array.from({ length: 6 }, (_, i) => `${name}${i}`);

const overridesIn = (from: Instant, count: number): Override[] =>
  Array.from({ length: count }, (_, i) => {
    const startsAt = from + Math.floor((i * 366 * DAY) / count);
    const base = {
      id: `o${i}`,
      target: { scope: "schedule" } as const,
      startsAt,
      endsAt: startsAt + (4 + (i % 5) * 9) * HOUR,
    };
    return i % 4 === 0
      ? { ...base, kind: "add" as const, people: [`guest${i % 7}`] }
      : { ...base, kind: "replace" as const, person: `day0.${i % 6}`, by: `day0.${(i + 1) % 6}` };
  });

/** Three tiers and six layers in three zones, 200 overrides, holidays: what a large team has. */
export const realistic = (from: Instant): Definition => {
  const office = { days: EVERY_DAY, start: "08:00", end: "20:00", endsAfterDays: 0 };
  const night = { days: EVERY_DAY, start: "20:00", end: "08:00", endsAfterDays: 1 };
  const tiers = OFFICES.map((zone, i) =>
    tier(`tier${i}`, [
      layer(`day${i}`, daily("2020-01-06", "08:00", 1, team(`day${i}.`)), {
        zone,
        priority: 1,
        windows: [office],
        holidays: { calendar: "holidays", mode: "off" },
      }),
      layer(
        `week${i}`,
        { ...daily("2020-01-06", "20:00", 1, team(`week${i}.`)), unit: "week" },
        { zone, windows: i === 0 ? [night] : [] },
      ),
    ]),
  );
  const first = Math.floor(from / DAY);
  const days = Array.from({ length: 12 }, (_, i) => ({
    date: formatDate(first + 17 + i * 29),
    name: "Holiday",
  }));
  return {
    ...schedule("Europe/Berlin", tiers, overridesIn(from, 200)),
    calendars: [{ id: "holidays", name: "Holidays", days }],
  };
};
