import { expect, test } from "vitest";
import { describeEntry } from "./log-words";

const NAMES: ReadonlyMap<string, string> = new Map([
  ["p1", "Nora"],
  ["g1", "Ops"],
  ["t1", "Platform"],
]);

const told = (action: string, subjectId: string, body: unknown = {}) =>
  describeEntry(
    { action, subjectKind: "any", subjectId, scheduleId: null, body },
    (id) => NAMES.get(id) ?? null,
  );

const side = (name: string) => ({ name, externalId: null, members: 1 });

test.each([
  ["scim.token-created", "x", { preset: "Viewer" }, "made a SCIM token, giving everybody “Viewer”"],
  ["scim.token-recycled", "x", {}, "recycled a SCIM token"],
  ["scim.token-revoked", "x", {}, "revoked a SCIM token"],
  ["scim.new-network", "x", { networks: 1 }, "used the SCIM token for the first time"],
  [
    "scim.new-network",
    "x",
    { networks: 2 },
    "used the SCIM token from a network that it was never used from",
  ],
  ["scim.user-added", "p1", { invited: true }, "made Nora a user, and invited them"],
  ["scim.user-added", "gone", { invited: false }, "made somebody who left a user"],
  ["scim.user-changed", "p1", { name: true, email: false }, "changed the user Nora"],
  [
    "scim.user-changed",
    "p1",
    { name: false, email: true, grants: [] },
    "changed the user Nora, and invited them to their new address",
  ],
  ["scim.user-removed", "p1", {}, "removed the user Nora"],
  [
    "scim.deactivated",
    "m1",
    { person: "p1", onCall: { schedules: 2, now: 1 } },
    "deactivated Nora (named in 2 schedules, on call now in 1; who manages them was told)",
  ],
  ["scim.deactivated", "m1", { person: "p1", onCall: { schedules: 0 } }, "deactivated Nora"],
  ["scim.reactivated", "m1", { person: "p1" }, "let Nora in again"],
  ["scim.group-added", "g1", {}, "made the group “Ops”"],
  [
    "scim.group-changed",
    "g1",
    { joined: ["p1", "p2"], left: ["p3"], before: side("Ops"), after: side("Ops") },
    "changed the group “Ops”: 2 joined, 1 left",
  ],
  [
    "scim.group-changed",
    "g1",
    { joined: [], left: [], before: side("Support"), after: side("Ops") },
    "changed the group “Ops”: 0 joined, 0 left, “Support” became “Ops”",
  ],
  // Entries from before they kept what was, and who.
  [
    "scim.group-changed",
    "gone",
    { joined: 1, left: 0 },
    "changed a group that is gone: 1 joined, 0 left",
  ],
  ["scim.group-removed", "gone", { name: "Old" }, "removed the group “Old”"],
  [
    "scim.group-mapped",
    "g1",
    { team: "t1", preset: "Scheduler" },
    "let the group “Ops” mean the team “Platform” and “Scheduler”",
  ],
  ["scim.group-mapped", "g1", { team: null, preset: "" }, "let the group “Ops” mean nothing"],
  ["scim.refused", "x", {}, "was refused: it would have taken the last owner away"],
  [
    "scim.refused",
    "x",
    { minute: "2026-11-30T06:00", count: 3 },
    "counted what was refused to SCIM 3 more times: taking the last owner away",
  ],
])("%s of %s (%j) is told", (action, subject, body, sentence) => {
  expect(told(action, subject, body)).toBe(sentence);
});
