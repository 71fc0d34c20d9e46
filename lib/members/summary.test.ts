import { describe, expect, test } from "vitest";
import { type Permission, PRESETS } from "@/lib/tenancy/permissions";
import { summarise } from "./summary";

const held = (permissions: readonly Permission[], teamId: string | null = null) =>
  permissions.map((permission) => ({ permission, teamId }));
const teamName = (id: string) => ({ t1: "Payments", t2: "Search" })[id] ?? id;

describe("summarise", () => {
  test("names presets, the organisation's first", () => {
    const grants = [...held(PRESETS.Scheduler ?? [], "t1"), ...held(PRESETS.Viewer ?? [])];
    expect(summarise(grants, teamName)).toEqual(["Viewer", "Scheduler in Payments"]);
    expect(summarise(held(PRESETS.Owner ?? []), teamName)).toEqual(["Owner"]);
    expect(summarise(held(PRESETS.Admin ?? []), teamName)).toEqual(["Admin"]);
  });

  test("a preset of a team is what teams can have of it", () => {
    const grants = held(
      (PRESETS.Approver ?? []).filter((one) => one !== "log.view"),
      "t2",
    );
    expect(summarise(grants, teamName)).toEqual(["Approver in Search"]);
  });

  test("what goes beyond a preset is counted", () => {
    expect(summarise(held(["schedule.view", "log.export"]), teamName)).toEqual([
      "Viewer and 1 more",
    ]);
    expect(summarise(held(["log.export"]), teamName)).toEqual(["1 permission"]);
    expect(summarise([], teamName)).toEqual([]);
  });
});
