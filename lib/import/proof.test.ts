import { describe, expect, test } from "vitest";
import type { Definition } from "@/lib/schedule/types";
import { zones } from "@/tests/fixtures/import/zones";
import { compareComputed, PROOF_LIMIT } from "./proof";
import { HOUR } from "./time";

const noon = Date.UTC(2026, 0, 5, 12);
const at = (hours: number) => noon + hours * HOUR;
const shift = (from: number, until: number, person: string) => ({
  startsAt: at(from),
  endsAt: at(until),
  person,
});
const window = (from: number, until: number) => ({ startsAt: at(from), endsAt: at(until) });

/** A is on call first, B second, day and night. */
const tier = (id: string, person: string): Definition["tiers"][number] => ({
  id,
  name: id,
  cover: "always",
  layers: [
    {
      id: `layer-${id}`,
      name: id,
      priority: 1,
      rotation: {
        unit: "day",
        every: 1,
        anchor: { date: "2026-01-05", time: "09:00", turn: 0 },
        turns: [{ id: `turn-${id}`, people: [person] }],
      },
      windows: [],
    },
  ],
});
const definition: Definition = {
  zone: "UTC",
  tiers: [tier("1", "A"), tier("2", "B")],
  overrides: [],
  calendars: [],
};

describe("comparing with the other system's shifts", () => {
  test("everybody of every tier counts, however the shifts are cut", () => {
    const theirs = [shift(-5, 3, "A"), shift(3, 9, "A"), shift(0, 20, "B")];
    const proof = compareComputed(definition, theirs, window(0, 9), zones);
    expect(proof).toEqual({ equal: true, checked: window(0, 9), differences: [] });
  });

  test("neighbouring differences that are the same are one, others are each listed", () => {
    const theirs = [shift(0, 2, "A"), shift(2, 9, "C"), shift(0, 4, "B"), shift(4, 9, "B")];
    expect(compareComputed(definition, theirs, window(0, 10), zones).differences).toEqual([
      { ...window(2, 9), ours: ["A", "B"], theirs: ["B", "C"] },
      { ...window(9, 10), ours: ["A", "B"], theirs: [] },
    ]);
  });

  test("no shifts at all in a time they cover are a difference, too", () => {
    const proof = compareComputed(definition, [], window(0, 2), zones);
    expect(proof.differences).toEqual([{ ...window(0, 2), ours: ["A", "B"], theirs: [] }]);
  });

  test("a single millisecond is a difference", () => {
    const theirs = [shift(0, 2, "A"), { ...shift(0, 2, "B"), endsAt: at(2) - 1 }];
    expect(compareComputed(definition, theirs, window(0, 2), zones).differences).toEqual([
      { startsAt: at(2) - 1, endsAt: at(2), ours: ["A", "B"], theirs: ["A"] },
    ]);
  });

  test("their people are renamed first", () => {
    const theirs = [shift(0, 2, "U1"), shift(0, 2, "U2")];
    const map = new Map([
      ["U1", "A"],
      ["U2", "B"],
    ]);
    expect(compareComputed(definition, theirs, window(0, 2), zones, map).equal).toBe(true);
  });

  test("without computed shifts nothing is claimed", () => {
    const nothing = { equal: false, checked: null, differences: [] };
    expect(compareComputed(definition, null, window(0, 2), zones)).toEqual(nothing);
    expect(compareComputed(definition, [shift(0, 1, "A")], null, zones)).toEqual(nothing);
    expect(compareComputed(definition, [], window(2, 0), zones)).toEqual(nothing);
  });

  test("decades are compared only as far as is said", () => {
    const long = { startsAt: at(0), endsAt: at(24 * 365 * 50) };
    const both = ["A", "B"].map((person) => ({ ...long, person }));
    const proof = compareComputed(definition, both, long, zones);
    expect(proof).toEqual({
      equal: true,
      checked: { startsAt: at(0), endsAt: at(0) + PROOF_LIMIT },
      differences: [],
    });
  });

  test("many hourly layers are compared for a shorter time", () => {
    const [first] = tier("1", "A").layers;
    if (first === undefined) throw new Error("no layer");
    const hourly = { ...first, rotation: { ...first.rotation, unit: "hour" } } as const;
    const layers = Array.from({ length: 100 }, (_, i) => ({ ...hourly, id: `layer-${i}` }));
    const busy: Definition = { ...definition, tiers: [{ ...tier("1", "A"), layers }] };
    const proof = compareComputed(busy, [shift(0, 2400, "A")], window(0, 2400), zones);
    expect(proof).toEqual({ equal: true, checked: window(0, 24 * 9), differences: [] });
  });
});
