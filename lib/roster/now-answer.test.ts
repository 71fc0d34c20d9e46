import { describe, expect, test } from "vitest";
import { compile } from "@/lib/schedule/compile";
import type { Definition, Instant, Tier } from "@/lib/schedule/types";
import { zones } from "@/lib/zones/table";
import { answerAt } from "./now-answer";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const monday = Date.UTC(2026, 4, 4, 9);

function daily(people: readonly string[], more: Partial<Tier> = {}): Definition {
  const turns = people.map((person) => ({ id: `turn-${person}`, people: person ? [person] : [] }));
  const rotation = {
    unit: "day" as const,
    every: 1,
    anchor: { date: "2026-05-04", time: "09:00", turn: 0 },
    turns,
  };
  const layer = { id: "l", name: "Daily", priority: 1, windows: [], rotation };
  const tier: Tier = { id: "t", name: "Primary", cover: "always", layers: [layer], ...more };
  return { zone: "UTC", tiers: [tier], overrides: [], calendars: [] };
}

function ask(definition: Definition, at: Instant) {
  const revision = { number: 1, from: 0, definition };
  return answerAt({ revision, roster: compile([revision], zones) }, at);
}

describe("who is on call now", () => {
  test("who, until when, and who is next", () => {
    const { tiers, changesAt, firsts } = ask(daily(["ada", "bo"]), monday + HOUR);
    expect(tiers[0]?.holders).toEqual([{ person: "ada", until: monday + DAY, atLeast: false }]);
    expect(tiers[0]?.next).toEqual({ startsAt: monday + DAY, people: ["bo"] });
    expect(changesAt).toBe(monday + DAY);
    expect(firsts.get("bo")).toEqual({
      startsAt: monday + DAY,
      endsAt: monday + 2 * DAY,
      atLeast: false,
    });
  });

  test("turns of the same person are one time on call", () => {
    const { tiers } = ask(daily(["ada", "ada", "bo"]), monday);
    expect(tiers[0]?.holders[0]?.until).toBe(monday + 2 * DAY);
    expect(tiers[0]?.next?.people).toEqual(["bo"]);
  });

  test("somebody who is always on call has no end and no next", () => {
    const { tiers } = ask(daily(["ada"]), monday);
    expect(tiers[0]?.holders[0]?.atLeast).toBe(true);
    expect(tiers[0]?.next).toBeNull();
  });

  test("nobody on call is loud only where somebody must be", () => {
    expect(ask(daily(["", "bo"]), monday).tiers[0]).toMatchObject({
      holders: [],
      mustBeCovered: true,
    });
    const days = [2 as const];
    const tuesdays = { cover: [{ days, start: "09:00", end: "17:00", endsAfterDays: 0 }] };
    const answer = ask(daily(["", "bo"], tuesdays), monday);
    expect(answer.tiers[0]?.mustBeCovered).toBe(false);
    expect(ask(daily(["", "bo"], { cover: "never" }), monday).tiers[0]?.mustBeCovered).toBe(false);
  });

  test("a kept answer is not used after the handoff", () => {
    const definition = daily(["ada", "bo"]);
    const revision = { number: 1, from: 0, definition };
    const published = { revision, roster: compile([revision], zones) };
    const early = answerAt(published, monday + DAY - 1);
    expect(early.tiers[0]?.holders[0]?.person).toBe("ada");
    expect(answerAt(published, monday + DAY - 1)).toBe(early);
    expect(answerAt(published, monday + DAY).tiers[0]?.holders[0]?.person).toBe("bo");
  });
});
