import { describe, expect, test } from "vitest";
import {
  type Grant,
  inForce,
  PERMISSION_NAMES,
  PERMISSIONS,
  PRESETS,
  presetGrants,
} from "./permissions";

const held = presetGrants("Owner", null);
const names = (grants: readonly Grant[]) => grants.map(({ permission }) => permission);

describe("administrative permissions", () => {
  test("count only with a second factor; all others always", () => {
    expect(inForce(held, true)).toEqual({ grants: held, waiting: [] });
    const { grants, waiting } = inForce(held, false);
    expect(names(waiting)).toEqual([
      "log.export",
      "report.export",
      "member.manage",
      "key.manage",
      "settings.manage",
      "organisation.own",
    ]);
    expect([...names(grants), ...names(waiting)].sort()).toEqual([...PERMISSION_NAMES].sort());
  });

  test("an organisation can begin without: a team, people, a schedule, its first publication", () => {
    const { grants } = inForce(held, false);
    expect(names(grants)).toEqual(
      expect.arrayContaining(["team.manage", "people.manage", "schedule.manage", "import.run"]),
    );
    expect(names(grants)).toContain("schedule.emergency");
  });

  test("are in no preset below Admin", () => {
    const administrative = PERMISSION_NAMES.filter((name) => PERMISSIONS[name].administrative);
    for (const [preset, permissions] of Object.entries(PRESETS)) {
      const some = permissions.some((name) => administrative.includes(name));
      expect([preset, some]).toEqual([preset, preset === "Admin" || preset === "Owner"]);
    }
  });
});

test("a preset for a team brings what teams can have, and says where it came from", () => {
  const grants = presetGrants("Admin", "t1");
  expect(grants.every(({ teamId, preset }) => teamId === "t1" && preset === "Admin")).toBe(true);
  expect(names(grants)).toContain("report.export");
  expect(names(grants)).not.toContain("member.manage");
  expect(presetGrants("constructor", null)).toEqual([]);
});
