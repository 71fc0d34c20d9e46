import { describe, expect, test } from "vitest";
import { parseDefinition } from "@/lib/roster/schema";
import { compile, current } from "@/lib/schedule/compile";
import { gaps } from "@/lib/schedule/gaps";
import type { Definition } from "@/lib/schedule/types";
import { toZone } from "@/lib/schedule/zone";
import { TEMPLATES } from "./templates";

const HOUR = 3_600_000;
const people = [
  { id: "ada", zone: "Europe/Berlin" },
  { id: "bo", zone: "America/New_York" },
  { id: "cy", zone: "Asia/Tokyo" },
  { id: "dee", zone: "UTC" },
];
const made = (id: string, given = people): Definition => {
  let count = 0;
  const template = TEMPLATES.find((one) => one.id === id);
  const tiers = template?.make({
    people: given,
    monday: "2026-05-04",
    newId: () => `id${count++}`,
  });
  return { zone: "UTC", tiers: tiers ?? [], overrides: [], calendars: [] };
};
const offsets = (season: "summer" | "winter") => (name: string) => {
  const summer = season === "summer" ? HOUR : 0;
  const hours: Record<string, number> = {
    "Asia/Singapore": 8 * HOUR,
    "Europe/London": summer,
    "America/Los_Angeles": -8 * HOUR + summer,
  };
  return toZone({ name, untils: [null], offsets: [hours[name] ?? 0] });
};
const from = Date.UTC(2026, 5, 1);
const until = Date.UTC(2026, 5, 29);

describe("templates", () => {
  test.each(TEMPLATES.map(({ id }) => id))("%s is a whole roster without a gap", (id) => {
    for (const season of ["summer", "winter"] as const) {
      const zones = offsets(season);
      const definition = made(id);
      expect(parseDefinition(definition, () => true).ok).toBe(true);
      const roster = compile(current(definition), zones);
      expect(gaps(roster, definition, from, until, zones)).toEqual([]);
    }
  });

  test.each(TEMPLATES.map(({ id }) => id))("%s is a valid document for nobody, too", (id) => {
    expect(parseDefinition(made(id, []), () => true).ok).toBe(true);
  });

  test("nobody is primary and secondary at once", () => {
    const roster = compile(current(made("two")), offsets("winter"));
    for (let at = from; at < until; at += 6 * HOUR) {
      const [first, second] = roster.onCallAt(at).map((entry) => entry.people[0]);
      expect(first).not.toBe(second);
    }
  });

  test("nobody has a week and its weekend", () => {
    const roster = compile(current(made("weekends")), offsets("winter"));
    const shifts = roster.resolve(from, until);
    shifts.slice(1).forEach((shift, index) => {
      expect(shift.people).not.toEqual(shifts[index]?.people);
    });
  });

  test("the sun finds everybody where they live", () => {
    const layers = made("sun").tiers[0]?.layers ?? [];
    const crews = layers.map(({ rotation }) => rotation.turns.flatMap((turn) => turn.people));
    expect(crews).toEqual([["cy", "dee"], ["ada"], ["bo"]]);
  });
});
