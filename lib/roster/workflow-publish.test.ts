import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Override } from "@/lib/schedule/types";
import type { Operation } from "./operations";
import { defaultPolicy, type Policy } from "./policy";
import type { Finding, Review } from "./workflow-facts";
import {
  decidePublish,
  type PublishFacts,
  standingReviews,
  swapPartners,
} from "./workflow-publish";

const HOUR = 3_600_000;
const approve = (member: string, version = 3): Review => ({ member, version, decision: "approve" });
const policy = (change: Partial<Policy>): Policy => ({ ...defaultPolicy, ...change });

const ready: PublishFacts = {
  status: "submitted",
  version: 3,
  seenVersion: 3,
  baseRevision: 7,
  headRevision: 7,
  mayPublish: true,
  contributors: ["ann", "ed"],
  erased: [],
  reviews: [approve("rita")],
  approvers: new Set(["rita", "rob", "ann"]),
  policy: defaultPolicy,
  findings: [],
  waivers: [],
  affected: ["alice", "cy"],
  canAcknowledge: new Set(["alice", "cy"]),
  acknowledged: new Set(),
  firstChangeAt: 100 * HOUR,
  now: 0,
  swapPartners: [],
};
const codes = (change: Partial<PublishFacts>) => {
  const decided = decidePublish({ ...ready, ...change });
  return decided.kind === "refuse" ? decided.reasons.map(({ code }) => code) : [];
};

describe("decidePublish", () => {
  test("a submitted draft with its approvals", () => {
    expect(decidePublish(ready)).toEqual({ kind: "publish", status: "published" });
  });

  test("every reason at once", () => {
    expect(
      codes({ status: "editing", seenVersion: 2, headRevision: 8, mayPublish: false, reviews: [] }),
    ).toEqual(["permission", "status", "stale", "moved", "approvals"]);
  });

  test("nobody who was erased is put on call", () => {
    expect(decidePublish({ ...ready, erased: ["Former member 2"] })).toMatchObject({
      reasons: [{ code: "erased", message: expect.stringContaining("(Former member 2)") }],
    });
  });

  test("approvals count distinct members who may still approve, on this version, never those who made it", () => {
    expect(codes({ reviews: [approve("rita", 2)] })).toEqual(["approvals"]);
    expect(codes({ reviews: [approve("ann")] })).toEqual(["approvals"]);
    expect(codes({ approvers: new Set(["rob"]) })).toEqual(["approvals"]);
    const two = policy({ approvals: 2 });
    expect(codes({ policy: two, reviews: [approve("rita"), approve("rita")] })).toEqual([
      "approvals",
    ]);
    expect(codes({ policy: two, reviews: [approve("rita"), approve("rob")] })).toEqual([]);
  });

  test("an objection to this version stands until the same member approves", () => {
    const objection: Review = { member: "rob", version: 3, decision: "request-changes" };
    expect(codes({ reviews: [approve("rita"), objection] })).toEqual(["objection"]);
    expect(codes({ reviews: [objection, approve("rob"), approve("rita")] })).toEqual([]);
    expect(codes({ reviews: [{ ...objection, version: 2 }, approve("rita")] })).toEqual([]);
  });

  test("never published by the approval of those who made it alone", () => {
    const review = fc.record({
      member: fc.constantFrom("ann", "ed"),
      version: fc.nat(4),
      decision: fc.constantFrom<Review["decision"]>("approve", "reject", "request-changes"),
    });
    void fc.assert(
      fc.property(fc.array(review), (reviews) => {
        expect(standingReviews(reviews, 3, ready.contributors)).toEqual([]);
        expect(codes({ reviews })).toEqual(["approvals"]);
      }),
    );
  });

  test("gates", () => {
    const gap: Finding = { kind: "gap", tier: "first", startsAt: 10, endsAt: 20 };
    const waiver = { ...gap, words: "Closed on that day." };
    expect(codes({ findings: [gap] })).toEqual(["waiver"]);
    expect(codes({ findings: [gap], waivers: [waiver] })).toEqual([]);
    expect(codes({ findings: [gap], waivers: [{ ...waiver, startsAt: 0, endsAt: 99 }] })).toEqual(
      [],
    );
    for (const other of [
      { startsAt: 11 },
      { endsAt: 19 },
      { tier: "second" },
      { kind: "rest" as const },
      { words: " " },
    ]) {
      expect(codes({ findings: [gap], waivers: [{ ...waiver, ...other }] })).toEqual(["waiver"]);
    }
    const block = policy({ gates: { ...defaultPolicy.gates, gap: "block" } });
    expect(codes({ policy: block, findings: [gap, gap], waivers: [waiver] })).toEqual(["blocked"]);
    expect(codes({ findings: [{ ...gap, kind: "double" }] })).toEqual([]);
  });

  test("acknowledgement is awaited from those who can give it", () => {
    const strict = policy({ acknowledgement: "affected" });
    expect(codes({ policy: strict })).toEqual(["acknowledgement"]);
    expect(codes({ policy: strict, acknowledged: new Set(["alice"]) })).toEqual([
      "acknowledgement",
    ]);
    expect(codes({ policy: strict, acknowledged: new Set(["alice", "cy"]) })).toEqual([]);
    expect(codes({ policy: strict, canAcknowledge: new Set() })).toEqual([]);
  });

  test("notice is kept unless all affected agree", () => {
    const notice = policy({ noticeMs: 48 * HOUR });
    expect(codes({ policy: notice })).toEqual([]);
    expect(codes({ policy: notice, firstChangeAt: 48 * HOUR })).toEqual([]);
    expect(codes({ policy: notice, firstChangeAt: 48 * HOUR - 1 })).toEqual(["notice"]);
    expect(codes({ policy: notice, firstChangeAt: HOUR, canAcknowledge: new Set() })).toEqual([
      "notice",
    ]);
    expect(
      codes({ policy: notice, firstChangeAt: HOUR, acknowledged: new Set(["alice", "cy"]) }),
    ).toEqual([]);
    expect(codes({ policy: notice, firstChangeAt: null })).toEqual([]);
  });

  test("a swap that all have agreed to goes through at once where the policy says so", () => {
    const swap: Partial<PublishFacts> = {
      status: "editing",
      reviews: [],
      policy: policy({ instant: "agreed-swaps" }),
      swapPartners: ["alice", "cy"],
      acknowledged: new Set(["alice", "cy"]),
    };
    expect(codes(swap)).toEqual([]);
    expect(codes({ ...swap, policy: defaultPolicy })).toEqual(["status", "approvals"]);
    expect(codes({ ...swap, acknowledged: new Set(["alice"]) })).toEqual(["status", "approvals"]);
    expect(codes({ ...swap, affected: ["alice", "cy", "bo"] })).toEqual(["status", "approvals"]);
    expect(codes({ ...swap, swapPartners: [] })).toEqual(["status", "approvals"]);
    expect(codes({ ...swap, findings: [{ kind: "gap", startsAt: 0, endsAt: 1 }] })).toEqual([
      "waiver",
    ]);
  });
});

describe("swapPartners", () => {
  const base = { startsAt: 0, endsAt: 1, target: { scope: "schedule" } } as const;
  const swap: Override = { ...base, id: "o", kind: "replace", person: "alice", by: "cy" };
  const adding = (value: Override): Operation => ({
    op: "add",
    entity: "override",
    at: { parent: null, after: null },
    value,
  });

  test("only of new replacements", () => {
    expect(swapPartners([adding(swap)])).toEqual(["alice", "cy"]);
    expect(
      swapPartners([adding(swap), adding({ ...base, id: "p", kind: "add", people: ["bo"] })]),
    ).toEqual([]);
    expect(swapPartners([{ ...adding(swap), op: "remove" } as Operation])).toEqual([]);
    expect(swapPartners([])).toEqual([]);
  });
});
