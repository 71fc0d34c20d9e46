import fc from "fast-check";
import { DAY } from "@/lib/schedule/calendar";
import type { Layer, Override } from "@/lib/schedule/types";
import {
  dayNumber,
  HOME_ZONES,
  oneOf,
  override,
  PEOPLE,
  people,
  rotation,
  SCENES,
  type Scene,
  windowOf,
} from "./arbitraries";

const alone = (zone: string, from: number, layers: Layer[], overrides: Override[]): Scene => ({
  zone,
  from,
  until: from + 3 * DAY,
  revisions: [
    {
      number: 1,
      from: from - 400 * DAY,
      definition: {
        zone,
        tiers: [
          { id: "A", name: "First", cover: "always", layers: layers.slice(0, 2) },
          { id: "B", name: "Second", cover: "never", layers: layers.slice(2) },
        ],
        overrides,
        calendars: [],
      },
    },
  ],
});

const toTurn = (group: readonly string[], i: number) => ({ id: `t${i}`, people: group });
const SOLO = [["ann"], ["bob"], ["cem"]].map(toTurn);
const PAIRS = [["ann", "bob"], ["bob", "cem"], ["dia"]].map(toTurn);

/** One layer in the zone whose clock changes, different people in turn, three days to ask about. */
export const clockScene: fc.Arbitrary<Scene> = oneOf(SCENES).chain(([zone, date]) => {
  const day = dayNumber(date);
  const windows = fc.oneof(fc.constant([]), fc.array(windowOf, { minLength: 1, maxLength: 2 }));
  return fc.record({ rotation: rotation(day), windows }).map((parts) => {
    const layers = [{ id: "a0", name: "a0", priority: 0, ...parts }];
    const turning = layers.map((one) => ({ ...one, rotation: { ...one.rotation, turns: SOLO } }));
    return alone(zone, day * DAY - 1.5 * DAY, turning, []);
  });
});

const home = (who: readonly string[]) =>
  fc
    .tuple(...who.map(() => fc.option(oneOf(HOME_ZONES))))
    .map((list) =>
      list.flatMap((zone, i) => (zone === null ? [] : [{ person: who[i] ?? "", zone }])),
    );

/** People at home in other zones, turns with nobody among theirs, and a layer below that shows when they rest. */
export const homeScene: fc.Arbitrary<Scene> = oneOf(SCENES).chain(([zone, date]) => {
  const day = dayNumber(date);
  const windows = fc.array(windowOf, { minLength: 1, maxLength: 2 });
  const groups = fc.array(people, { minLength: 1, maxLength: 3 });
  return fc
    .record({ rotation: rotation(day), windows, groups, homes: home(PEOPLE) })
    .map(({ groups: crews, homes, rotation: turning, ...rest }) => {
      const above = { id: "a0", name: "a0", priority: 1, windowsIn: "person" as const, ...rest };
      const below = { id: "a1", name: "a1", priority: 0, windows: [] };
      const given = alone(
        zone,
        day * DAY - 1.5 * DAY,
        [
          { ...above, rotation: { ...turning, turns: crews.map(toTurn) } },
          { ...below, rotation: { ...turning, weekdays: [], turns: SOLO } },
        ],
        [],
      );
      const revisions = given.revisions.map((one) => ({
        ...one,
        definition: { ...one.definition, homes },
      }));
      return { ...given, revisions };
    });
});

/** Quiet layers in UTC and a heap of overrides on top of each other. */
export const overrideScene: fc.Arbitrary<Scene> = fc
  .record({
    priorities: fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1)),
    overrides: fc.tuple(...["o0", "o1", "o2", "o3", "o4"].map((id) => override(-DAY / 2, id))),
    size: fc.integer({ min: 2, max: 5 }),
  })
  .map(({ priorities, overrides, size }) => {
    const layers = priorities.map((priority, i) => ({
      id: ["a0", "a1", "b0"][i] ?? "",
      name: "",
      priority,
      windows: [],
      rotation: {
        unit: "day" as const,
        every: 1,
        anchor: { date: "1970-01-01", time: "09:00", turn: i },
        turns: PAIRS,
      },
    }));
    return alone("UTC", 0, layers, overrides.slice(0, size));
  });
