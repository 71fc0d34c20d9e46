import { describe, expect, test } from "vitest";
import type { Rotation } from "@/lib/schedule/types";
import { toZone } from "@/lib/schedule/zone";
import { momentToKeep, turnAt, withRhythm, withTurns } from "./turn-edits";

const zone = toZone({ name: "UTC", untils: [null], offsets: [0] });
const turn = (id: string) => ({ id, people: [id] });
const weekly: Rotation = {
  unit: "week",
  every: 1,
  anchor: { date: "2026-05-04", time: "09:00", turn: 0 },
  turns: [turn("ada"), turn("bo"), turn("cy")],
};
// The second week: Bo has the turn.
const now = { at: Date.UTC(2026, 4, 13, 12), zone };

describe("turnAt", () => {
  test("names whose turn it is", () => {
    expect(turnAt(weekly, now)?.id).toBe("bo");
  });
  test("is null while the date is half typed, and on a day left out", () => {
    expect(turnAt({ ...weekly, anchor: { ...weekly.anchor, date: "" } }, now)).toBeNull();
    expect(turnAt({ ...weekly, weekdays: [1, 2] }, now)).toBeNull();
    expect(turnAt({ ...weekly, turns: [] }, now)).toBeNull();
  });
});

describe("withTurns", () => {
  test("keeps who has the turn when somebody is put before", () => {
    const edited = withTurns(weekly, [turn("dee"), ...weekly.turns], now);
    expect(turnAt(edited, now)?.id).toBe("bo");
  });
  test("lets the next one of the old order take over when that turn is removed", () => {
    const edited = withTurns(weekly, [turn("ada"), turn("cy")], now);
    expect(turnAt(edited, now)?.id).toBe("cy");
  });
  test("without keeping, the anchor's place stays inside the list", () => {
    const last = { ...weekly, anchor: { ...weekly.anchor, turn: 2 } };
    expect(withTurns(last, [turn("ada")], null).anchor.turn).toBe(0);
    expect(withTurns(weekly, [turn("dee"), ...weekly.turns], null).anchor.turn).toBe(0);
  });
  test("does not fall over a half typed date", () => {
    const broken = { ...weekly, anchor: { ...weekly.anchor, date: "2026-0" } };
    expect(withTurns(broken, [turn("ada")], now).turns).toHaveLength(1);
  });
});

describe("withRhythm", () => {
  test("keeps who has the turn when the start moves", () => {
    const anchor = { ...weekly.anchor, date: "2026-01-05" };
    expect(turnAt(withRhythm(weekly, { anchor }, now), now)?.id).toBe("bo");
    expect(turnAt(withRhythm(weekly, { every: 2 }, now), now)?.id).toBe("bo");
  });
  test("does as it is told without keeping", () => {
    const anchor = { ...weekly.anchor, turn: 1 };
    expect(turnAt(withRhythm(weekly, { anchor }, null), now)?.id).toBe("cy");
  });
});

describe("momentToKeep", () => {
  const monday = Date.UTC(2026, 4, 18, 9);
  const later = (rotation: Rotation, from = monday) => momentToKeep(from, rotation, now);

  test("is now where the layer holds, and its beginning where that is in the middle of a turn", () => {
    expect(momentToKeep(undefined, weekly, now).at).toBe(now.at);
    expect(later(weekly, now.at - 1).at).toBe(now.at);
    expect(later(weekly, monday + 1).at).toBe(monday + 1);
    expect(momentToKeep(monday, undefined, now).at).toBe(monday);
  });

  test("lets a turn that begins with the layer keep its week when the handoff moves by some hours", () => {
    const anchor = { ...weekly.anchor, time: "11:00" };
    const moved = withRhythm(weekly, { anchor }, later(weekly));
    const whoAt = (hours: number) => turnAt(moved, { at: monday + hours * 3_600_000, zone })?.id;
    expect([whoAt(0), whoAt(2), whoAt(7 * 24), whoAt(7 * 24 + 2)]).toEqual([
      "bo",
      "cy",
      "cy",
      "ada",
    ]);
  });
});
