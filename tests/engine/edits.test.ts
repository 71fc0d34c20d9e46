import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile, current, type Roster } from "@/lib/schedule/compile";
import { keepTurn } from "@/lib/schedule/edit";
import { toTurns } from "@/lib/schedule/rotation";
import { splitLayer } from "@/lib/schedule/split";
import type { Definition, Revision, Rotation } from "@/lib/schedule/types";
import { samples, say } from "./answers";
import { anyDay, anyScene, deepFreeze, scene } from "./arbitraries";
import { oracle } from "./oracle";
import { runs } from "./runs";
import { overrideScene } from "./small-scenes";
import { zones } from "./zones";

const MINUTE = 60_000;
const RUNS = runs(100);

const published = (
  revisions: readonly Revision[],
  definition: Definition,
  from: number,
): Revision[] => [
  ...revisions.filter((revision) => revision.from <= from),
  { definition, number: 10 + revisions.length, from },
];

const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values);

describe("for any edit of any roster", () => {
  test("no sequence of publishing changes what was", () => {
    const publishing = fc.array(fc.tuple(anyScene, fc.integer({ min: 0, max: 3000 })), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(anyScene, publishing, (given, list) => {
        let { revisions } = given;
        let now = given.from;
        for (const [{ revisions: others }, minutes] of list) {
          now += minutes * MINUTE;
          const was = compile(revisions, zones).resolve(given.from, now);
          const [{ definition } = { definition: null }] = others;
          fc.pre(definition !== null);
          revisions = published(revisions, definition, now);
          expect(compile(revisions, zones).resolve(given.from, now)).toEqual(was);
        }
      }),
      runs(40),
    );
  });

  test("a layer cut in two says the same as whole, at every instant", () => {
    fc.assert(
      fc.property(
        fc.oneof(anyDay, overrideScene),
        oneOf(["a0", "a1", "b0"]),
        fc.integer({ min: 0, max: 8639 }),
        ({ revisions: [first], ...given }, id, minutes) => {
          fc.pre(first !== undefined);
          const at = given.from + minutes * MINUTE;
          const cut = splitLayer(deepFreeze(first.definition), id, at, zones, (old) => `${old}+`);
          const whole = { ...given, revisions: [first] };
          const truth = oracle(whole.revisions, given.from, given.until);
          const roster = compile(current(cut), zones);
          const shifts = roster.resolve(given.from, given.until);
          for (const instant of [at - 1, at, ...samples(whole, shifts, 211)]) {
            if (instant < given.from || instant >= given.until) continue;
            const said = say(roster.onCallAt(instant)).map((line) => line.replace(`${id}+`, id));
            expect([instant, said.sort()]).toEqual([instant, truth(instant)]);
          }
        },
      ),
      runs(60),
    );
  });

  test("somebody who joins or leaves a turn moves nobody else", () => {
    fc.assert(
      fc.property(
        anyScene,
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        (given, in4) => {
          const layer = given.revisions[0]?.definition.tiers[0]?.layers[0];
          fc.pre(layer !== undefined);
          const turns = layer.rotation.turns.map((turn, i) =>
            in4[i] ? { ...turn, people: [...turn.people, "new"] } : turn,
          );
          const alone = (rotation: Rotation) => {
            const tier = { id: "A", name: "", cover: "never" as const };
            const own = { ...layer, rotation };
            const { definition } = given.revisions[0] ?? { definition: null };
            fc.pre(definition !== null);
            return compile(
              current({ ...definition, overrides: [], tiers: [{ ...tier, layers: [own] }] }),
              zones,
            );
          };
          const [before, after] = [alone(layer.rotation), alone({ ...layer.rotation, turns })];
          const others = (roster: Roster, at: number) =>
            roster.onCallAt(at).flatMap(({ people }) => people.filter((one) => one !== "new"));
          for (const at of samples(given, after.resolve(given.from, given.until), 397)) {
            expect(others(after, at)).toEqual(others(before, at));
          }
        },
      ),
      RUNS,
    );
  });

  test("a turn that joins or leaves moves no other in the order", () => {
    fc.assert(
      fc.property(anyScene, fc.nat(4), fc.integer({ min: 0, max: 8639 }), (given, at4, minutes) => {
        const layer = given.revisions[0]?.definition.tiers[0]?.layers[0];
        fc.pre(layer !== undefined && layer.rotation.turns.length > 0);
        const zone = zones(layer.zone ?? given.zone);
        const at = given.from + minutes * MINUTE;
        const old = layer.rotation.turns;
        const more = old.toSpliced(at4 % (old.length + 1), 0, { id: "new", people: [] });
        const joined = keepTurn(deepFreeze(layer.rotation), deepFreeze(more), at, zone);
        const left = keepTurn(joined, old, at, zone);
        const order = (rotation: Rotation): (string | undefined)[] => {
          const turns = toTurns(rotation, zone);
          const now = turns?.pieceAt(at).ordinal ?? 0;
          return Array.from({ length: 3 * more.length }, (_, n) => {
            return rotation.turns[turns?.index(now + n) ?? 0]?.id;
          });
        };
        const before = order(layer.rotation);
        const others = order(joined).filter((id) => id !== "new");
        expect(others).toEqual(before.slice(0, others.length));
        expect(order(left)).toEqual(before);
      }),
      runs(200),
    );
  });

  test("adding, removing and moving people keeps the one on call, and the others' order", () => {
    fc.assert(
      fc.property(
        scene,
        fc.integer({ min: 0, max: 8639 }),
        fc.array(fc.constantFrom("t0", "t1", "t2", "t3", "n1", "n2"), { minLength: 1 }),
        (given, minutes, ids) => {
          const layer = given.revisions[0]?.definition.tiers[0]?.layers[0];
          fc.pre(layer !== undefined);
          const zone = zones(layer.zone ?? given.zone);
          const at = given.from + minutes * MINUTE;
          const turns = [...new Set(ids)].map((id) => ({ id, people: [id] }));
          const before = toTurns(layer.rotation, zone);
          const edited = keepTurn(deepFreeze(layer.rotation), deepFreeze(turns), at, zone);
          const after = toTurns(edited, zone);
          fc.pre(before !== null && after !== null);
          const { ordinal, until } = before.pieceAt(at);
          expect(after.pieceAt(at)).toMatchObject({ ordinal, until });
          const old = layer.rotation.turns;
          const order = old.map((_, step) => old[(before.index(ordinal) + step) % old.length]?.id);
          const left = order.find((id) => turns.some((turn) => turn.id === id)) ?? turns[0]?.id;
          expect(turns[after.index(ordinal)]?.id).toBe(left);
          expect(edited.turns).toBe(turns);
        },
      ),
      runs(200),
    );
  });
});
