import { expect, test } from "vitest";
import { compile, current } from "@/lib/schedule/compile";
import type { Definition } from "@/lib/schedule/types";
import { toZone } from "@/lib/schedule/zone";
import { findingText, freshFindings } from "./findings";

const zones = (name: string) => toZone({ name, untils: [null], offsets: [0] });
const facts = { unreachable: new Set<string>(), timeOff: [], minRestMs: 0 };
const from = Date.UTC(2026, 4, 4);
const until = Date.UTC(2026, 4, 18);

const weekly = (people: readonly string[]): Definition => ({
  zone: "UTC",
  tiers: [
    {
      id: "one",
      name: "Primary",
      cover: "always",
      layers: [
        {
          id: "l",
          name: "Weekdays",
          priority: 0,
          windows: [{ days: [1, 2, 3, 4, 5], start: "00:00", end: "00:00", endsAfterDays: 1 }],
          rotation: {
            unit: "week",
            every: 1,
            anchor: { date: "2026-05-04", time: "00:00", turn: 0 },
            turns: people.map((id) => ({ id, people: [id] })),
          },
        },
      ],
    },
  ],
  overrides: [],
  calendars: [],
});
const side = (definition: Definition) => ({
  definition,
  roster: compile(current(definition), zones),
});
const nothing = side({ zone: "UTC", tiers: [], overrides: [], calendars: [] });

test("gaps of one tier are one line", () => {
  const found = freshFindings(nothing, side(weekly(["ada"])), from, until, zones, facts);
  expect(found).toMatchObject([
    { kind: "gap", tier: "one", count: 2, startsAt: Date.UTC(2026, 4, 9) },
  ]);
});

test("what was wrong before is not the draft's fault", () => {
  const before = side(weekly(["ada"]));
  const unreachable = { ...facts, unreachable: new Set(["bo"]) };
  const found = freshFindings(before, side(weekly(["ada", "bo"])), from, until, zones, unreachable);
  expect(found).toMatchObject([{ kind: "unreachable", person: "bo", count: 1 }]);
});

test("says what was found", () => {
  const group = { id: "", kind: "gap", tier: "one", startsAt: 0, endsAt: 1, count: 1 } as const;
  const text = findingText(
    group,
    (id) => id,
    () => "Primary",
  );
  expect(text).toBe("Nobody is on call in Primary.");
});
