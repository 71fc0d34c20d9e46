import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile, current } from "@/lib/schedule/compile";
import { followTurns } from "@/lib/schedule/follow";
import { toTurns } from "@/lib/schedule/rotation";
import type { Override, Shift } from "@/lib/schedule/types";
import { heldAt, samples, say, sorted, strip } from "./answers";
import { anyDay, anyScene, deepFreeze, scene } from "./arbitraries";
import { oracle } from "./oracle";
import { runs } from "./runs";
import { clockScene, homeScene, overrideScene } from "./small-scenes";
import { zones } from "./zones";

const MINUTE = 60_000;
const RUNS = runs(100);

/** People stand in no order in an override, nor do a temporary schedule's shifts. */
const withoutOrder = (override: Override): Override => {
  switch (override.kind) {
    case "temporary": {
      const turned = (people: readonly string[]) => [...people].reverse();
      const shifts = override.shifts.map((shift) => ({ ...shift, people: turned(shift.people) }));
      return { ...override, shifts: shifts.reverse() };
    }
    case "replace":
      return override;
    default:
      return { ...override, people: [...override.people].reverse() };
  }
};

describe("for any roster around a change of the clock", () => {
  test.each([
    ["anything at all", scene, 41, 25],
    ["any zone, from 1970 to 2100", anyDay, 41, 25],
    ["clocks", clockScene, 29, 400],
    ["people at home elsewhere", homeScene, 29, 200],
    ["overrides", overrideScene, 211, 300],
  ] as const)("the answer is the oracle's: %s", (_, scenes, step, numRuns) => {
    fc.assert(
      fc.property(scenes, (given) => {
        const roster = compile(given.revisions, zones);
        const shifts = roster.resolve(given.from, given.until);
        const truth = oracle(given.revisions, given.from, given.until);
        for (const at of samples(given, shifts, step)) {
          const [said, truly] = [say(roster.onCallAt(at)), truth(at)];
          if (JSON.stringify(said) !== JSON.stringify(truly)) {
            expect([at, said]).toEqual([at, truly]);
          }
        }
      }),
      runs(numRuns),
    );
  });

  test("one instant and a window agree", () => {
    fc.assert(
      fc.property(anyScene, (given) => {
        const roster = compile(given.revisions, zones);
        const shifts = roster.resolve(given.from, given.until);
        for (const at of samples(given, shifts)) {
          expect(sorted(roster.onCallAt(at))).toEqual(sorted(heldAt(shifts, at)));
        }
      }),
      RUNS,
    );
  });

  test("an answer does not depend on what was asked before", () => {
    const jumps = fc.array(fc.integer({ min: -60 * 1440, max: 60 * 1440 }), { minLength: 20 });
    fc.assert(
      fc.property(scene, jumps, (given, minutes) => {
        const roster = compile(given.revisions, zones);
        const edges = roster.resolve(given.from, given.until).map(({ startsAt }) => startsAt);
        for (const [i, away] of minutes.entries()) {
          for (const at of [given.from + away * MINUTE, edges[i] ?? given.from]) {
            expect(roster.onCallAt(at)).toEqual(compile(given.revisions, zones).onCallAt(at));
          }
        }
      }),
      RUNS,
    );
  });

  test("windows concatenate", () => {
    fc.assert(
      fc.property(anyScene, fc.integer({ min: 1, max: 8639 }), (given, minutes) => {
        const { resolve } = compile(given.revisions, zones);
        const cut = given.from + minutes * MINUTE;
        const whole = resolve(given.from, given.until).flatMap((shift) => [
          ...(shift.startsAt < cut ? [{ ...shift, endsAt: Math.min(shift.endsAt, cut) }] : []),
          ...(shift.endsAt > cut ? [{ ...shift, startsAt: Math.max(shift.startsAt, cut) }] : []),
        ]);
        const parts = [...resolve(given.from, cut), ...resolve(cut, given.until)];
        const text = (list: readonly Shift[]) => list.map((one) => JSON.stringify(one)).sort();
        expect(text(parts)).toEqual(text(whole));
      }),
      RUNS,
    );
  });

  test("shifts come sorted, never empty, and never touch one that says the same", () => {
    fc.assert(
      fc.property(anyScene, (given) => {
        const shifts = compile(given.revisions, zones).resolve(given.from, given.until);
        const ends = new Set(shifts.map((shift) => JSON.stringify([strip(shift), shift.endsAt])));
        shifts.forEach((shift, i) => {
          expect(shift.startsAt).toBeLessThan(shift.endsAt);
          expect(shift.startsAt).toBeGreaterThanOrEqual(shifts[i - 1]?.startsAt ?? given.from);
          expect(shift.people.length).toBeGreaterThan(0);
          expect(ends.has(JSON.stringify([strip(shift), shift.startsAt]))).toBe(false);
        });
      }),
      RUNS,
    );
  });

  test("a whole shift is the one the window shows, and the next change changes something", () => {
    fc.assert(
      fc.property(anyScene, (given) => {
        const roster = compile(given.revisions, zones);
        const at = (given.from + given.until) / 2;
        const whole = roster.shiftsAt(at);
        expect(sorted(whole.map(strip))).toEqual(sorted(roster.onCallAt(at)));
        const next = roster.nextChange(at);
        const names = (instant: number) =>
          say(roster.onCallAt(instant)).flatMap((line) => {
            const [tier, , group] = line.split(" ");
            return (group ?? "").split("+").map((person) => `${tier} ${person}`);
          });
        const set = (instant: number) => [...new Set(names(instant))].sort();
        if (next !== null) {
          expect(set(next)).not.toEqual(set(at));
          expect(set(next - 1)).toEqual(set(at));
        }
      }),
      RUNS,
    );
  });

  test("an override changes nothing outside its interval", () => {
    fc.assert(
      fc.property(anyScene, fc.nat(3), (given, which) => {
        const revision = given.revisions[0];
        fc.pre(revision !== undefined && revision.definition.overrides.length > 0);
        const { overrides } = followTurns(revision.definition, zones);
        const place = which % overrides.length;
        const own = overrides[place];
        fc.pre(own !== undefined);
        const others = revision.definition.overrides.toSpliced(place, 1);
        const without = compile(current({ ...revision.definition, overrides: others }), zones);
        const withIt = compile(current(revision.definition), zones);
        for (const at of samples(given, withIt.resolve(given.from, given.until))) {
          if (at < own.startsAt || at >= own.endsAt) {
            expect(withIt.onCallAt(at)).toEqual(without.onCallAt(at));
          }
        }
      }),
      RUNS,
    );
  });

  test("inputs are left alone, and their order matters only where it is said to", () => {
    fc.assert(
      fc.property(anyScene, (given) => {
        const shifts = compile(deepFreeze(given.revisions), zones).resolve(given.from, given.until);
        const shuffled = [...given.revisions].reverse().map((revision) => ({
          ...revision,
          definition: {
            ...revision.definition,
            overrides: revision.definition.overrides.map(withoutOrder),
            homes: [...(revision.definition.homes ?? [])].reverse(),
            calendars: revision.definition.calendars.map((calendar) => ({
              ...calendar,
              days: [...calendar.days].reverse(),
            })),
            tiers: revision.definition.tiers.map((tier) => ({
              ...tier,
              layers: [...tier.layers].reverse().map((layer) => ({
                ...layer,
                rotation: {
                  ...layer.rotation,
                  turns: layer.rotation.turns.map((turn) => ({
                    ...turn,
                    people: [...turn.people].reverse(),
                  })),
                },
                windows: [...layer.windows].reverse().map((window) => ({
                  ...window,
                  days: [...window.days].reverse(),
                })),
              })),
            })),
          },
        }));
        const again = compile(shuffled, zones).resolve(given.from, given.until);
        const text = (list: readonly Shift[]) =>
          list.map((one) => JSON.stringify({ ...one, people: [...one.people].sort() })).sort();
        expect(text(again)).toEqual(text(shifts));
      }),
      RUNS,
    );
  });
});

describe("for any rotation", () => {
  test("handoffs keep their local time, except where the clock leaves it out", () => {
    fc.assert(
      fc.property(scene, fc.integer({ min: -40, max: 40 }), (given, ordinal) => {
        const layer = given.revisions[0]?.definition.tiers[0]?.layers[0];
        fc.pre(layer !== undefined && layer.rotation.unit !== "hour");
        const zone = zones(layer.zone ?? given.zone);
        const turns = toTurns(layer.rotation, zone);
        fc.pre(turns !== null);
        const { startsAt, endsAt } = turns.bounds(ordinal);
        const { time } = layer.rotation.anchor;
        const hours = Number(time.slice(0, 2)) + Number(time.slice(3)) / 60;
        for (const at of [startsAt, endsAt]) {
          const shown = (((zone.toWall(at) / 3_600_000) % 24) + 24) % 24;
          const jumped = zone.toWall(at) - zone.toWall(at - 1) > 1;
          expect(jumped || shown === hours).toBe(true);
        }
        expect(turns.bounds(ordinal + 1).startsAt).toBeGreaterThanOrEqual(endsAt);
      }),
      runs(200),
    );
  });
});
