import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type DraftFacts,
  decideEdit,
  decideEmergency,
  decideReview,
  decideSubmit,
  decideWithdraw,
} from "./workflow";
import type { DraftStatus, Refusal, Review } from "./workflow-facts";

const statuses: readonly DraftStatus[] = [
  "editing",
  "submitted",
  "published",
  "rejected",
  "withdrawn",
];
const facts: DraftFacts = {
  status: "submitted",
  version: 3,
  seenVersion: 3,
  member: "rita",
  contributors: ["ann", "ed"],
};
const codes = (decision: { readonly kind: string } | Refusal) =>
  "reasons" in decision ? decision.reasons.map(({ code }) => code) : [];

describe("decideReview", () => {
  const asked = { ...facts, mayReview: true, decision: "approve", words: "", reviews: [] } as const;

  test("where the draft goes", () => {
    expect(decideReview(asked)).toEqual({ kind: "review", status: "submitted", replaces: null });
    expect(decideReview({ ...asked, decision: "reject", words: "No" })).toMatchObject({
      status: "rejected",
    });
    expect(decideReview({ ...asked, decision: "request-changes", words: "Swap" })).toMatchObject({
      status: "editing",
    });
  });

  test("nobody who made the draft decides on it, whatever else is so", () => {
    void fc.assert(
      fc.property(
        fc.constantFrom(...statuses),
        fc.constantFrom("ann", "ed"),
        fc.constantFrom("approve", "reject", "request-changes"),
        fc.nat(4),
        (status, member, decision, seenVersion) => {
          const decided = decideReview({ ...asked, status, member, decision, seenVersion });
          expect(codes(decided)).toContain("own");
        },
      ),
    );
  });

  test("only on the version they saw, only while submitted, only with permission, objections with words", () => {
    expect(codes(decideReview({ ...asked, seenVersion: 2 }))).toEqual(["stale"]);
    expect(codes(decideReview({ ...asked, mayReview: false }))).toEqual(["permission"]);
    expect(codes(decideReview({ ...asked, decision: "reject", words: " " }))).toEqual(["words"]);
    for (const status of statuses.filter((one) => one !== "submitted")) {
      expect(codes(decideReview({ ...asked, status }))).toEqual(["status"]);
    }
  });

  test("a later decision replaces the same member's earlier one on this version", () => {
    const reviews: readonly Review[] = [
      { member: "rita", version: 2, decision: "reject" },
      { member: "rita", version: 3, decision: "approve" },
      { member: "rob", version: 3, decision: "approve" },
    ];
    expect(decideReview({ ...asked, reviews })).toMatchObject({ replaces: reviews[1] });
    expect(decideReview({ ...asked, reviews: reviews.slice(0, 1) })).toMatchObject({
      replaces: null,
    });
  });
});

describe("editing, submitting, withdrawing", () => {
  test("an edit raises the version and takes the draft back from review", () => {
    const edit = { ...facts, mayEdit: true };
    expect(decideEdit(edit)).toEqual({ kind: "edit", status: "editing", version: 4 });
    expect(codes(decideEdit({ ...edit, seenVersion: 2, mayEdit: false }))).toEqual([
      "permission",
      "stale",
    ]);
    expect(codes(decideEdit({ ...edit, status: "published" }))).toEqual(["status"]);
  });

  test("submitting", () => {
    const submit = {
      ...facts,
      status: "editing",
      mayEdit: true,
      baseRevision: 7,
      headRevision: 7,
      changes: 2,
      blockers: [],
    } as const;
    expect(decideSubmit(submit)).toEqual({ kind: "submit", status: "submitted" });
    expect(codes(decideSubmit({ ...submit, headRevision: 8, changes: 0 }))).toEqual([
      "moved",
      "empty",
    ]);
    expect(codes(decideSubmit({ ...submit, status: "submitted" }))).toEqual(["status"]);
    const blockers = [{ code: "blocked", message: "Nobody is on call." }] as const;
    expect(codes(decideSubmit({ ...submit, blockers }))).toEqual(["blocked"]);
  });

  test("withdrawing is for those who made it and those who manage", () => {
    const withdraw = { ...facts, mayManage: false };
    expect(codes(decideWithdraw(withdraw))).toEqual(["permission"]);
    expect(decideWithdraw({ ...withdraw, member: "ed" })).toMatchObject({ kind: "withdraw" });
    expect(decideWithdraw({ ...withdraw, mayManage: true })).toMatchObject({ kind: "withdraw" });
    expect(codes(decideWithdraw({ ...withdraw, member: "ed", status: "rejected" }))).toEqual([
      "status",
    ]);
  });
});

describe("decideEmergency", () => {
  const emergency = {
    ...facts,
    status: "editing",
    member: "ann",
    mayPublishInEmergency: true,
    baseRevision: 7,
    headRevision: 7,
    changes: 1,
    erased: [],
    words: "Everybody is ill.",
  } as const;

  test("the author may, with the permission and with words", () => {
    expect(decideEmergency(emergency)).toEqual({
      kind: "publish",
      status: "published",
      reviewAfterwards: true,
    });
    expect(
      codes(decideEmergency({ ...emergency, mayPublishInEmergency: false, words: " " })),
    ).toEqual(["permission", "words"]);
  });

  test("never with somebody on call who was erased", () => {
    expect(codes(decideEmergency({ ...emergency, erased: ["Former member 2"] }))).toEqual([
      "erased",
    ]);
  });

  test("never over a revision not seen, never twice", () => {
    expect(codes(decideEmergency({ ...emergency, headRevision: 8 }))).toEqual(["moved"]);
    expect(codes(decideEmergency({ ...emergency, status: "published" }))).toEqual(["status"]);
    expect(codes(decideEmergency({ ...emergency, seenVersion: 2 }))).toEqual(["stale"]);
  });
});
