import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY, HOUR } from "@/lib/schedule/calendar";
import { compile, current } from "@/lib/schedule/compile";
import { zones } from "@/lib/zones/table";
import { wholeShifts } from "./whole-shifts";

const MONDAY = Date.UTC(2026, 4, 4, 9);
const WEEK = 7 * DAY;
const roster = compile(
  current({
    zone: "UTC",
    overrides: [],
    calendars: [],
    tiers: [
      {
        id: "t",
        name: "Primary",
        cover: "always",
        layers: [
          {
            id: "weekly",
            name: "Weekly",
            priority: 0,
            windows: [],
            rotation: {
              unit: "week",
              every: 1,
              anchor: { date: "2026-05-04", time: "09:00", turn: 0 },
              turns: [
                { id: "1", people: ["ada"] },
                { id: "2", people: ["bo"] },
              ],
            },
          },
        ],
      },
    ],
  }),
  zones,
);

test("every shift of a span is whole, wherever the span begins and ends, and comes once", () => {
  const hour = fc.integer({ min: 0, max: 10 * 7 * 24 });
  fc.assert(
    fc.property(hour, hour, (one, other) => {
      const from = MONDAY + Math.min(one, other) * HOUR;
      const until = MONDAY + (Math.max(one, other) + 1) * HOUR;
      const first = Math.floor((from - MONDAY) / WEEK);
      const count = Math.ceil((until - MONDAY) / WEEK) - first;
      expect(
        wholeShifts(roster, from, until).map(({ startsAt, endsAt, people }) => [
          startsAt,
          endsAt,
          people,
        ]),
      ).toEqual(
        Array.from({ length: count }, (_, i) => {
          const startsAt = MONDAY + (first + i) * WEEK;
          return [startsAt, startsAt + WEEK, [(first + i) % 2 === 0 ? "ada" : "bo"]];
        }),
      );
    }),
  );
});
