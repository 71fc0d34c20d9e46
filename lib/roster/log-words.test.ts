import { describe, expect, expectTypeOf, test } from "vitest";
import type { Action, Bodies, Details } from "@/lib/tenancy/log-actions";
import type { LogFacts } from "./log-facts";
import { logGroups } from "./log-groups";
import { describeEntry, LOGGED_ACTIONS } from "./log-words";

type Change = { readonly before: unknown; readonly after: unknown };

const names: Readonly<Record<string, string>> = {
  s1: "Payments",
  d1: "Easter",
  p1: "Ana",
  m1: "Bo",
};
const nameOf = (id: string) => names[id] ?? null;

const told = (
  action: string,
  subjectId: string,
  body: unknown = {},
  scheduleId: string | null = null,
  details?: unknown,
) => {
  const entry: LogFacts = { action, subjectKind: "any", subjectId, scheduleId, body, details };
  return describeEntry(entry, nameOf);
};

describe("describeEntry", () => {
  test.each([
    [
      told("draft.reviewed", "d1", { decision: "reject" }, "s1", { words: "Too long" }),
      "rejected the draft “Easter” of “Payments”: “Too long”",
    ],
    [
      told("alert.seen", "a", {}, null, { words: "It was me" }),
      "marked a security alert as seen: “It was me”",
    ],
    [
      told("schedule.published", "s1", { revision: 2, operations: [], emergency: true }, "s1", {
        words: "outage",
      }),
      "published revision 2 of “Payments” at once, without review: “outage” (0 changes)",
    ],
    [told("network.changed", "o", { before: 0, after: 2 }), "let people in only from 2 networks"],
    [
      told("sso.connection-changed", "c", {
        kind: "saml",
        before: { issuer: "" },
        after: { issuer: "https://idp" },
        secretChanged: true,
      }),
      "set up a SAML provider, “https://idp”, with another secret",
    ],
    [
      told("draft.reviewed", "d1", { decision: "approve", words: "" }, "s1"),
      "approved the draft “Easter” of “Payments”",
    ],
    [
      told("draft.reviewed", "d1", { decision: "request-changes", words: "Too short" }, "s1"),
      "asked for changes to the draft “Easter” of “Payments”: “Too short”",
    ],
    [
      told(
        "schedule.published",
        "s1",
        { revision: 3, operations: [1], approvals: [1, 2], emergency: null },
        "s1",
      ),
      "published revision 3 of “Payments” (1 change, 2 approvals)",
    ],
    [
      told(
        "schedule.published",
        "s1",
        { revision: 4, operations: [], emergency: { words: "outage" } },
        "s1",
      ),
      "published revision 4 of “Payments” at once, without review: “outage” (0 changes)",
    ],
    [told("person.archived", "p1"), "archived the person Ana"],
    [told("person.archived", "gone"), "archived the person somebody who left"],
    [
      told("policy.changed", "s1", { before: {}, after: null }, "s1"),
      "removed the policy of “Payments”: the organisation’s holds",
    ],
    [
      told("organisation.changed", "o", {
        before: { name: "A", zone: "UTC" },
        after: { name: "B", zone: "UTC" },
      }),
      "renamed the organisation to “B”",
    ],
    [told("member.second-factor-on", "m1"), "added an authenticator app as a second factor"],
    [
      told("member.second-factor-off", "m1", { kind: "sms" }),
      "removed codes by text as a second factor",
    ],
    [told("member.signed-in", "m1"), "signed in"],
    [told("member.signed-in", "m1", { by: "passkey" }), "signed in, by a passkey"],
    [
      told("member.confirmed", "m1", { by: "constructor" }),
      "confirmed that it is them, by a second factor",
    ],
    [
      told("organisation.factor-policy", "o", {
        after: { since: 1, kinds: ["passkey", "totp"], graceDays: 1 },
      }),
      "asked members for a second factor (a passkey or an authenticator app) within 1 day",
    ],
    [
      told("organisation.factor-policy", "o", { after: { since: null } }),
      "let members do without a second factor",
    ],
    [told("rocket.launched-twice", "s1"), "rocket: launched twice (“Payments”)"],
    [told("constructor", "x"), "constructor: "],
  ])("%s", (sentence, expected) => {
    expect(sentence).toBe(expected);
  });

  test.each([null, 3, "text", [], { operations: "none" }])(
    "a body of another shape does no harm: %j",
    (body) => {
      expect(told("schedule.published", "s1", body, "s1")).toContain("of “Payments”");
      expect(told("organisation.factor-policy", "o", body)).toBe(
        "let members do without a second factor",
      );
      expect(told("organisation.changed", "o", body)).toBe(
        "saved the organisation’s settings unchanged",
      );
    },
  );
});

describe("what there are entries of", () => {
  test.each(LOGGED_ACTIONS)("%s belongs to one group of the log’s page", (action) => {
    const groups = Object.values(logGroups).filter(({ prefixes }) =>
      prefixes.some((prefix) => action.startsWith(prefix)),
    );
    expect(groups).toHaveLength(1);
  });

  test("each change states what was before and what is after", () => {
    type Changed = Extract<Action, `${string}.changed` | `${string}-changed`>;
    type Told<A extends Changed> = A extends keyof Details ? Bodies[A] & Details[A] : Bodies[A];
    type Silent = { [A in Changed]: Told<A> extends Change ? never : A }[Changed];
    // A password is not told.
    expectTypeOf<Silent>().toEqualTypeOf<"member.password-changed">();
    expect(LOGGED_ACTIONS.filter((action) => action.endsWith(".changed")).length).toBeGreaterThan(
      4,
    );
  });
});
