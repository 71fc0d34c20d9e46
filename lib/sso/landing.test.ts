import { expect, test } from "vitest";
import { decideLanding, type Seen } from "./landing";

const ana = { id: "ana", version: 1 };
const max = { id: "max", version: 1 };
const seen = (other: Partial<Seen>): Seen => ({
  purpose: "sign-in",
  linked: null,
  joinable: null,
  isMember: true,
  sessionUserId: null,
  ...other,
});

test("who is linked signs in; who is not is asked whose account it is", () => {
  expect(decideLanding(seen({ linked: ana }))).toEqual({
    kind: "sign-in",
    user: ana,
    joins: false,
  });
  expect(decideLanding(seen({})).kind).toBe("offer");
  expect(decideLanding(seen({ sessionUserId: "ana" })).kind).toBe("offer");
});

test("who was removed from the organisation is told so", () => {
  const removed = decideLanding(seen({ linked: ana, isMember: false }));
  expect(removed).toEqual({ kind: "failed", reason: "no-member" });
});

test("what is linked goes before what could be joined", () => {
  expect(decideLanding(seen({ joinable: max }))).toEqual({
    kind: "sign-in",
    user: max,
    joins: true,
  });
  expect(decideLanding(seen({ linked: ana, joinable: max }))).toMatchObject({ user: ana });
});

test("linking signs nobody in, and takes nothing from anybody", () => {
  const link = (other: Partial<Seen>) =>
    decideLanding(seen({ purpose: "link", sessionUserId: "ana", joinable: max, ...other }));
  expect(link({}).kind).toBe("offer");
  expect(link({ linked: ana }).kind).toBe("linked");
  expect(link({ linked: max })).toEqual({ kind: "failed", reason: "taken" });
});

test("a proof counts for the account of the session alone", () => {
  const confirm = (other: Partial<Seen>) =>
    decideLanding(seen({ purpose: "confirm", linked: ana, ...other }));
  expect(confirm({ sessionUserId: "ana" }).kind).toBe("confirmed");
  expect(confirm({ sessionUserId: "max" })).toEqual({ kind: "failed", reason: "other-account" });
  expect(confirm({})).toEqual({ kind: "failed", reason: "lost" });
});
