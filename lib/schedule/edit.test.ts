import { describe, expect, test } from "vitest";
import { day, definition, layer, ORIGIN, weekly } from "@/tests/engine/examples";
import { zones } from "@/tests/engine/zones";
import { compile, current } from "./compile";
import { keepTurn, keepTurnIn, nextHandoff } from "./edit";
import { toTurns } from "./rotation";
import type { Rotation, Turn } from "./types";

const turn = (id: string): Turn => ({ id, people: [id] });
const rota = (...ids: string[]): Rotation => ({ ...weekly([]), turns: ids.map(turn) });
/** Who is on call in the weeks from the given one on. */
const order = (rotation: Rotation, from: number, count = 4): string[] => {
  const roster = compile(current(definition([layer("l", rotation)])), zones);
  return Array.from({ length: count }, (_, week) =>
    roster
      .onCallAt(from + day(7 * week))
      .flatMap(({ people }) => people)
      .join(),
  );
};

describe("an edit keeps the turn", () => {
  const zone = zones("UTC");
  const before = rota("ann", "bob", "cem");
  // The third week, Wednesday: cem is on call.
  const now = ORIGIN + day(16);
  const edit = (...ids: string[]) => order(keepTurn(before, ids.map(turn), now, zone), now);

  test("adding somebody moves nobody else", () => {
    expect(order(before, now)).toEqual(["cem", "ann", "bob", "cem"]);
    expect(edit("ann", "bob", "cem", "dia")).toEqual(["cem", "dia", "ann", "bob"]);
    expect(edit("dia", "ann", "bob", "cem")).toEqual(["cem", "dia", "ann", "bob"]);
  });

  test("removing somebody else leaves the one on call", () => {
    expect(edit("bob", "cem")).toEqual(["cem", "bob", "cem", "bob"]);
  });

  test("removing the one on call hands over to the next at once", () => {
    expect(edit("ann", "bob")).toEqual(["ann", "bob", "ann", "bob"]);
  });

  test("a list of new people begins with the first", () => {
    expect(edit("dia", "eva")).toEqual(["dia", "eva", "dia", "eva"]);
    expect(order(keepTurn(rota(), [turn("dia"), turn("eva")], now, zone), now, 2)).toEqual([
      "dia",
      "eva",
    ]);
  });

  test("where nothing turns, or nobody is left, only the list is another", () => {
    const still: Rotation = { ...before, every: 0 };
    const pair = ["dia", "eva"].map(turn);
    expect(keepTurn(still, pair, now, zone)).toEqual({ ...still, turns: pair });
    expect(keepTurn(before, [], now, zone)).toEqual({ ...before, turns: [] });
  });

  test("on a day left out the one who comes next stays next", () => {
    const weekdays: Rotation = { ...before, unit: "day", weekdays: [1, 2, 3, 4, 5] };
    const saturday = ORIGIN + day(5) + day(0.5);
    const monday = ORIGIN + day(7) + day(0.5);
    const [next] = order(weekdays, monday, 1);
    const edited = keepTurn(weekdays, ["dia", "ann", "bob", "cem"].map(turn), saturday, zone);
    expect(order(edited, monday, 1)).toEqual([next]);
  });
});

describe("the next handoff", () => {
  const zone = zones("UTC");
  const wednesday = ORIGIN + day(2);
  const nine = day(9 / 24);

  test("is the end of the turn that holds", () => {
    expect(nextHandoff(rota("ann", "bob"), wednesday, zone)).toBe(ORIGIN + day(7) + nine);
    expect(nextHandoff(rota("ann"), ORIGIN + nine, zone)).toBe(ORIGIN + day(7) + nine);
    expect(nextHandoff(rota(), wednesday, zone)).toBe(null);
  });

  test("comes after the days left out, not at their beginning", () => {
    const office: Rotation = { ...rota("ann", "bob"), unit: "day", weekdays: [1, 2, 3, 4, 5] };
    const [friday, monday] = [ORIGIN + day(4.5), ORIGIN + day(7) + nine];
    expect(nextHandoff(office, friday, zone)).toBe(monday);
    expect(nextHandoff(office, ORIGIN + day(5.5), zone)).toBe(monday);
  });
});

describe("another zone keeps the turn", () => {
  const [utc, west] = [zones("UTC"), zones("America/New_York")];
  const before = rota("ann", "bob", "cem");
  // Monday, an hour after the handoff in UTC: New York's is yet to come.
  const now = ORIGIN + day(14) + 10 * 3_600_000;
  const holder = (rotation: Rotation, zone = west, at = now): string | undefined => {
    const turns = toTurns(rotation, zone);
    return turns ? rotation.turns[turns.index(turns.pieceAt(at).ordinal)]?.id : undefined;
  };

  test("until the handoff that comes next there, and back again", () => {
    const moved = keepTurnIn(before, now, utc, west);
    expect([holder(before, utc), holder(before), holder(moved)]).toEqual(["cem", "bob", "cem"]);
    expect(holder(moved, west, now + day(1))).toBe("ann");
    expect(keepTurnIn(moved, now, west, utc)).toEqual(before);
  });

  test("with nothing to rotate, nothing changes", () => {
    const empty = rota();
    const still = { ...before, every: 0 };
    expect(keepTurnIn(empty, now, utc, west)).toBe(empty);
    expect(keepTurnIn(still, now, utc, west)).toBe(still);
  });
});
