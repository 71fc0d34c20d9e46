import { describe, expect, test } from "vitest";
import type { Actor } from "@/lib/tenancy/actor";
import { type Grant, type Permission, PRESETS } from "@/lib/tenancy/permissions";
import { grantMatrix, inviteChoices } from "./matrix";

const teams = [
  { id: "t1", name: "Payments" },
  { id: "t2", name: "Search" },
];
const held = (permissions: readonly Permission[], teamId: string | null = null): Grant[] =>
  permissions.map((permission) => ({ permission, teamId }));
const actorWith = (grants: readonly Grant[]): Actor => ({
  orgId: "o",
  slug: "acme",
  organisation: "Acme",
  memberId: "m",
  userId: "u",
  name: "Ana",
  zone: "UTC",
  sessionHash: "",
  requestId: "r",
  grants,
});

describe("grantMatrix", () => {
  test("only what the actor holds there may be changed", () => {
    const actor = actorWith([...held(["member.manage"]), ...held(["schedule.edit"], "t1")]);
    const { mayChange, held: ticked } = grantMatrix(actor, teams, held(["schedule.edit"], "t2"));
    expect(mayChange).toEqual(["schedule.edit@t1", "member.manage"]);
    expect(ticked).toEqual(["schedule.edit@t2"]);
  });

  test("holding it for the organisation reaches into every team, where teams can have it", () => {
    const { mayChange } = grantMatrix(actorWith(held(["schedule.view", "log.view"])), teams, []);
    expect(mayChange).toEqual([
      "schedule.view",
      "schedule.view@t1",
      "schedule.view@t2",
      "log.view",
    ]);
  });
});

describe("inviteChoices", () => {
  test("an owner may offer everything everywhere", () => {
    const { presets, scopes } = inviteChoices(actorWith(held(PRESETS.Owner ?? [])), teams);
    expect(presets.map(({ name }) => name)).toEqual(Object.keys(PRESETS));
    expect(scopes.map(({ id }) => id)).toEqual(["", "t1", "t2"]);
  });

  test("who holds a preset in one team offers it there and nowhere else", () => {
    const actor = actorWith([...held(["member.manage"]), ...held(PRESETS.Scheduler ?? [], "t1")]);
    const { presets, scopes, permissions } = inviteChoices(actor, teams);
    expect(presets.map(({ name }) => name)).toEqual(["Viewer", "Responder", "Scheduler"]);
    expect(scopes.map(({ id }) => id)).toEqual(["t1"]);
    expect(permissions.map(({ name }) => name)).toEqual(["member.manage"]);
  });
});
