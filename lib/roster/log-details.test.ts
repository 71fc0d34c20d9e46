import { expect, test } from "vitest";
import { detailLines } from "./log-details";

test("a change is told by what was and what is, without what stayed", () => {
  const before = { name: "Erika", phone: null, email: "e@example.com" };
  const after = { name: "Erika", phone: "+4930123456", email: null };
  expect(detailLines({ before, after })).toEqual([
    "Phone: none → +4930123456",
    "Mail: e@example.com → none",
  ]);
});

test("what is new is told by what is; lists are told with their members", () => {
  expect(detailLines({ after: { name: "Erika", phone: null } })).toEqual(["Name: Erika"]);
  expect(detailLines({ before: [], after: ["10.0.0.0/8", "192.0.2.1"] })).toEqual([
    "Networks: none → 10.0.0.0/8, 192.0.2.1",
  ]);
  expect(detailLines({ words: "Fine.", waiver: "" })).toEqual([
    "Words: Fine.",
    "Reason for the waiver: none",
  ]);
});
