import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { can, canEverywhere } from "./actor";
import { KEY_PERMISSIONS, toKeyGrants, within } from "./key-grants";
import { type Grant, PERMISSION_NAMES } from "./permissions";

const TEAMS = ["t1", "t2", "t3"];
const grant = (permission: Grant["permission"], teamId: string | null = null): Grant => ({
  permission,
  teamId,
});
const grantArbitrary = fc.record({
  permission: fc.constantFrom(...KEY_PERMISSIONS),
  teamId: fc.constantFrom(null, ...TEAMS),
});
const grantsArbitrary = fc.array(grantArbitrary, { maxLength: 8 });

describe("what a key does for its member", () => {
  test("a key for the whole organisation shrinks to the member's teams", () => {
    const held = [grant("schedule.view", "t1"), grant("schedule.view", "t2")];
    expect(within([grant("schedule.view")], held)).toEqual(held);
    expect(within([grant("schedule.view", "t2")], held)).toEqual([grant("schedule.view", "t2")]);
    expect(within([grant("schedule.view", "t3")], held)).toEqual([]);
  });

  test("is what both the key and the member may, in every team and for every permission", () => {
    fc.assert(
      fc.property(grantsArbitrary, grantsArbitrary, (grants, held) => {
        const both = { grants: within(grants, held) };
        for (const permission of PERMISSION_NAMES) {
          for (const team of TEAMS) {
            expect(can(both, permission, team)).toBe(
              can({ grants }, permission, team) && can({ grants: held }, permission, team),
            );
          }
          expect(canEverywhere(both, permission)).toBe(
            canEverywhere({ grants }, permission) && canEverywhere({ grants: held }, permission),
          );
        }
      }),
    );
  });
});

test("what is stored counts only as far as keys may carry it", () => {
  const teamId = null;
  const named = ["schedule.view", "member.manage", "organisation.own", "gone.away"];
  expect(toKeyGrants(named.map((permission) => ({ permission, teamId })))).toEqual([
    grant("schedule.view"),
  ]);
  expect(toKeyGrants("x")).toEqual([]);
});
