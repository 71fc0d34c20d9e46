import { expect, test } from "vitest";
import { zones } from "@/lib/zones/table";
import { type AlertFacts, describeAlert } from "./words";

const AT = Date.parse("2026-05-06T02:00:00Z");
const facts: AlertFacts = {
  rule: "spray",
  count: 7,
  since: AT,
  until: AT + 30 * 60_000,
  what: "",
  members: [],
  entered: [],
  present: [],
  entries: [1],
  actorId: null,
  who: null,
  isKey: false,
  isToken: false,
  tried: ["Bo", "Dana", "Eli", "Farah", "Grace", "Hugo", "Ines"],
  got: [],
  places: ["203.0.113.9 (GB)"],
};
const told = (more: Partial<AlertFacts>) => describeAlert({ ...facts, ...more }, zones("UTC"));

test("a spray names who was tried, from where, and that nobody got in", () => {
  expect(told({}).happened).toBe(
    "Wrong passwords were given from 203.0.113.9 (GB) for 7 accounts, Wed 6 May, 02:00–02:30: Bo, Dana, Eli, Farah, Grace and 2 others. Nobody got in from there.",
  );
});

test("a spray that got in says whose account, and asks for more", () => {
  const { happened, advice } = told({ got: ["Bo"], places: [] });
  expect(happened).toContain("from an unknown place");
  expect(happened).toContain("After that Bo was signed in from there.");
  expect(advice).toMatch(/^Ask Bo at once .* set a new password/);
});

test.each([
  ["spike", { what: "failed" }, "Far more failed sign-ins than usual"],
  ["spike", { what: "signed-in" }, "Far more sign-ins than usual"],
  ["travel", { who: "Bo" }, "Bo signed in at two places at once"],
  [
    "export",
    { who: "The key “Archive”", isKey: true },
    "The key “Archive” exports again and again",
  ],
  ["off-hours", {}, "A former member gave administrative permissions outside working hours"],
] as const)("%s of %j", (rule, more, title) => {
  const words = told({ rule, ...more });
  expect(words.title).toBe(title);
  expect(words.advice).not.toBe("");
});

test.each([
  [
    0,
    "key",
    "Bo gave administrative permissions outside working hours",
    "An API key with administrative permissions was made, Wed 6 May",
    "If not: revoke the key, under API keys.",
  ],
  [
    0,
    "token",
    "Bo made a SCIM token outside working hours",
    "A SCIM token was made, Wed 6 May",
    "If not: revoke the token, under Provisioning.",
  ],
  [
    0,
    "support",
    "Bo let support in outside working hours",
    "Support was let in, Wed 6 May",
    "If not: end its access, under Support.",
  ],
  [
    1,
    "key support",
    "Bo gave administrative permissions and let support in outside working hours",
    "1 permission that only administrators have was given to Dana, an API key with administrative permissions was made and support was let in, Wed 6 May",
    "If not: take them back or revoke the invitation, under Members, revoke the key, under API keys and end its access, under Support.",
  ],
])("off hours, %i permissions and %s", (count, what, title, happened, advice) => {
  const words = told({ rule: "off-hours", who: "Bo", count, what, tried: ["Dana"] });
  expect(words.title).toBe(title);
  expect(words.happened).toContain(happened);
  expect(words.advice).toContain(advice);
});

test("of exports that came by a member's keys too, it is said to revoke these", () => {
  const words = told({ rule: "export", who: "Bo", what: "key" });
  expect(words.happened).toContain("Bo took 7 exports, also by API keys, ");
  expect(words.advice).toContain("take their permissions to export and revoke their keys");
});

test("of a provider's token it is said to revoke it, and not to set a password", () => {
  const { title, advice } = told({ rule: "off-hours", who: "SCIM", isToken: true });
  expect(title).toBe("SCIM gave administrative permissions outside working hours");
  expect(advice).toContain("revoke the token, under Provisioning");
  expect(advice).not.toContain("password");
});

test("of a key it is said to revoke it; of a member, to take the permissions", () => {
  expect(told({ rule: "export", isKey: true }).advice).toContain("revoke the key");
  expect(told({ rule: "export", who: "Bo" }).advice).toContain("take their permissions to export");
});
