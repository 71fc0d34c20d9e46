import { describe, expect, test } from "vitest";
import { accessOf, toChange } from "./access";

const at = new Date(Date.UTC(2026, 4, 4, 9));
const names = new Map([
  ["t1", "Payments"],
  ["t2", "Billing"],
  ["m1", "Ada"],
]);
const nameOf = (id: string) => names.get(id);
const given = (permission: string, teamId: string | null, grantedBy: string | null = "m1") => ({
  permission,
  teamId,
  preset: null,
  grantedBy,
  createdAt: at,
});

describe("accessOf", () => {
  test("in the order of the table, the whole organisation before teams, teams by name", () => {
    const grants = [
      given("log.view", null),
      given("schedule.view", "t1"),
      given("schedule.view", "t2"),
      given("schedule.view", null),
      given("no.longer.known", null),
    ];
    expect(
      accessOf(grants, true, nameOf).map(({ permission, where }) => [permission, where]),
    ).toEqual([
      ["schedule.view", "Whole organisation"],
      ["schedule.view", "Billing"],
      ["schedule.view", "Payments"],
      ["log.view", "Whole organisation"],
    ]);
  });

  test("who gave it; a founder's own came from nobody, one who is gone is not named", () => {
    const grants = [given("schedule.view", null, null), given("log.view", null, "m9")];
    expect(accessOf(grants, true, nameOf).map(({ by }) => by)).toEqual([null, "A former member"]);
  });

  test("only administrative ones wait for a second factor", () => {
    const grants = [given("schedule.view", null), given("member.manage", null)];
    const waits = (factor: boolean) =>
      accessOf(grants, factor, nameOf).map(({ permission, waits: one }) => [permission, one]);
    expect(waits(false)).toEqual([
      ["schedule.view", false],
      ["member.manage", true],
    ]);
    expect(waits(true).every(([, one]) => one === false)).toBe(true);
  });
});

describe("toChange", () => {
  const entry = { number: 7n, at, actorId: "m1" };

  test("says what was given and taken, and where", () => {
    const body = JSON.stringify({
      given: [{ permission: "schedule.edit", teamId: "t1", preset: "Scheduler" }],
      taken: [{ permission: "schedule.view", teamId: null }],
    });
    expect(toChange({ ...entry, action: "member.permissions", body }, nameOf)).toEqual({
      number: 7,
      at: at.getTime(),
      by: "Ada",
      what: "changed",
      given: ["Edit drafts in Payments"],
      taken: ["See schedules and people"],
    });
  });

  test("is silent on what is no change of permissions, and on a body of another shape", () => {
    expect(toChange({ ...entry, action: "member.renamed", body: "{}" }, nameOf)).toBeNull();
    expect(toChange({ ...entry, action: "member.joined", body: "3" }, nameOf)).toBeNull();
  });
});
