import { describe, expect, test } from "vitest";
import { inviteSchema, permissionsSchema } from "./schema";

const team = "0b54d6c2-5a3f-4a4e-9b1e-2f6b8f0f3c11";
const bo = { name: "Bo", email: "bo@example.com" };

describe("inviteSchema", () => {
  test("a preset for one team holds there alone, without what teams cannot have", () => {
    const { grants } = inviteSchema.parse({ ...bo, preset: "Approver", scope: team });
    expect(grants.every(({ teamId }) => teamId === team)).toBe(true);
    expect(grants.map(({ permission }) => permission)).not.toContain("log.view");
  });

  test("single permissions join the preset, once each", () => {
    const { grants } = inviteSchema.parse({
      ...bo,
      preset: "Viewer",
      scope: "",
      grants: ["schedule.view", "log.view"],
    });
    expect(grants).toEqual([
      { permission: "schedule.view", teamId: null, preset: "Viewer" },
      { permission: "log.view", teamId: null },
    ]);
  });

  test.each([
    [{ ...bo, preset: "constructor" }],
    [{ ...bo }],
    [{ ...bo, grants: ["everything"] }],
    [{ ...bo, grants: [`log.view@${team}`] }],
  ])("nothing, or nothing known, is refused: %j", (form) => {
    expect(inviteSchema.safeParse(form).success).toBe(false);
  });
});

describe("permissionsSchema", () => {
  const memberId = "5c5f9d3e-6a0e-4f0b-8d5a-0d6f0a5f2c22";

  test("what a preset brought is remembered, in its scope alone", () => {
    const { grants } = permissionsSchema.parse({
      memberId,
      grants: ["schedule.view", `schedule.view@${team}`, "log.view"],
      copied: [`Viewer@${team}`, "no such preset"],
    });
    expect(grants).toEqual([
      { permission: "schedule.view", teamId: null, preset: null },
      { permission: "schedule.view", teamId: team, preset: "Viewer" },
      { permission: "log.view", teamId: null, preset: null },
    ]);
  });

  test("a preset that was named brings nothing by itself", () => {
    const { grants } = permissionsSchema.parse({ memberId, copied: ["Owner"] });
    expect(grants).toEqual([]);
  });
});
