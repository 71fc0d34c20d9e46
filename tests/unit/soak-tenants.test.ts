import { expect, test } from "vitest";
import { READING } from "@/tests/doors/ask";
import type { Answer, Sent } from "@/tests/doors/send";
import { foreignCanaries, idsIn, tellsOwn } from "@/tests/doors/tenants-watch";

const [own, other] = [`cny${"1".repeat(10)}`, `cny${"2".repeat(10)}`];
const id = "22222222-1111-4111-8111-111111111111";
const [form] = READING;
if (!form) throw new Error("no way to ask");

/** What tenant `own` heard when it asked for this path. */
const heard = (path: string, said: Partial<Answer>) => {
  const sent: Sent = { path, search: {}, form, headers: {}, cookie: null, action: null };
  const answer: Answer = { status: 200, headers: new Map(), body: "", milliseconds: 1, ...said };
  return { canary: own, sent, answer };
};

test("an own page shows the canary in a text, not only in addresses", () => {
  const path = `/o/org-${own}/teams`;
  expect(tellsOwn(heard(path, { body: `<a href="${path}">Team ${own}</a>` }))).toBe(true);
  expect(tellsOwn(heard(path, { body: `<a href="${path}">Team</a>` }))).toBe(false);
});

test.each([
  ["in the body", { body: `Team ${other}` }],
  ["as part of an address", { body: `/o/org-${other}/teams` }],
  ["in a header", { headers: new Map([["location", `/o/org-${other}`]]) }],
])("another's canary is found %s", (_, said) => {
  expect(foreignCanaries(heard(`/o/org-${own}`, said))).toEqual([other]);
});

test("an address that was asked for is no leak, a text behind it is", () => {
  const path = `/o/org-${other}/teams`;
  expect(foreignCanaries(heard(path, { body: `not found: ${path}, ${own}` }))).toEqual([]);
  expect(foreignCanaries(heard(path, { body: `${path}: Team ${other}` }))).toEqual([other]);
});

test("ids are told, but those of the question", () => {
  const body = JSON.stringify({ id });
  expect(idsIn(heard(`/o/org-${own}/teams`, { body }))).toEqual([id]);
  expect(idsIn(heard(`/o/org-${own}/teams/${id}`, { body }))).toEqual([]);
});
