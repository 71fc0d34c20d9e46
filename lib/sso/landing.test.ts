import { expect, test } from "vitest";
import { decideLanding, type Seen } from "./landing";

const NOW = Date.parse("2026-05-04T09:00:00Z");
const ana = { id: "ana", version: 1 };
const max = { id: "max", version: 1 };
const anas = { userId: "ana", mayConfirm: true };
const seen = (other: Partial<Seen>): Seen => ({
  purpose: "sign-in",
  linked: null,
  isMember: true,
  session: null,
  authenticatedAt: NOW,
  now: NOW,
  ...other,
});

test("who is linked signs in; who is not is asked whose account it is", () => {
  expect(decideLanding(seen({ linked: ana }))).toEqual({ kind: "sign-in", user: ana });
  expect(decideLanding(seen({})).kind).toBe("offer");
  expect(decideLanding(seen({ session: anas })).kind).toBe("offer");
});

test("who was removed from the organisation is told so", () => {
  const removed = decideLanding(seen({ linked: ana, isMember: false }));
  expect(removed).toEqual({ kind: "failed", reason: "no-member" });
});

test("linking signs nobody in, and takes nothing from anybody", () => {
  const link = (other: Partial<Seen>) =>
    decideLanding(seen({ purpose: "link", session: anas, ...other }));
  expect(link({}).kind).toBe("offer");
  expect(link({ linked: ana }).kind).toBe("linked");
  expect(link({ linked: max })).toEqual({ kind: "failed", reason: "taken" });
});

const confirm = (other: Partial<Seen>) => {
  const landing = decideLanding(seen({ purpose: "confirm", linked: ana, session: anas, ...other }));
  return landing.kind === "failed" ? landing.reason : landing.kind;
};

test("a proof counts for the account of the session alone, from who may say so", () => {
  expect(confirm({})).toBe("confirmed");
  expect(confirm({ session: { userId: "max", mayConfirm: true } })).toBe("other-account");
  expect(confirm({ session: { ...anas, mayConfirm: false } })).toBe("not-own");
  expect(confirm({ session: null })).toBe("lost");
  // Nor from whose organisation they left.
  expect(confirm({ isMember: false })).toBe("no-member");
});

test("a proof is one of the last five minutes, and the provider says so", () => {
  const MINUTE = 60_000;
  expect(confirm({ authenticatedAt: null })).toBe("no-time");
  expect(confirm({ authenticatedAt: NOW - 5 * MINUTE })).toBe("confirmed");
  expect(confirm({ authenticatedAt: NOW - 5 * MINUTE - 1 })).toBe("old-proof");
  expect(confirm({ authenticatedAt: NOW + 6 * MINUTE })).toBe("old-proof");
});
