import type { Instant, PersonId } from "@/lib/schedule/types";
import type { Operation } from "./operations";
import type { FindingKind, Policy } from "./policy";
import {
  type DraftStatus,
  erasedReasons,
  type Finding,
  no,
  type Reason,
  type Refusal,
  type Review,
  type Waiver,
} from "./workflow-facts";

export type PublishFacts = {
  readonly status: DraftStatus;
  /** The draft's version now, and the one that whoever publishes saw. */
  readonly version: number;
  readonly seenVersion: number;
  readonly baseRevision: number;
  readonly headRevision: number;
  /** Whoever publishes holds the permission now. */
  readonly mayPublish: boolean;
  /** The author and everybody who edited the draft. */
  readonly contributors: readonly string[];
  /** Of `erasedReasons`. */
  readonly erased: readonly string[];
  readonly reviews: readonly Review[];
  /** The members who hold the permission to approve now; approvals of others count no more. */
  readonly approvers: ReadonlySet<string>;
  readonly policy: Policy;
  readonly findings: readonly Finding[];
  readonly waivers: readonly Waiver[];
  /** People whose hours change, those of them who can acknowledge, and those who have, this version. */
  readonly affected: readonly PersonId[];
  readonly canAcknowledge: ReadonlySet<PersonId>;
  readonly acknowledged: ReadonlySet<PersonId>;
  /** The first instant at which somebody else is on call than before; null when nobody ever is. */
  readonly firstChangeAt: Instant | null;
  readonly now: Instant;
  /** From `swapPartners`: who must agree if this is a swap; empty if it is none. */
  readonly swapPartners: readonly PersonId[];
};

/** Each member's last decision on this version; of the author and the editors none counts. */
export function standingReviews(
  reviews: readonly Review[],
  version: number,
  contributors: readonly string[],
): readonly Review[] {
  const last = new Map<string, Review>();
  for (const review of reviews) {
    if (review.version === version && !contributors.includes(review.member)) {
      last.set(review.member, review);
    }
  }
  return [...last.values()];
}

const findingNames: Record<FindingKind, string> = {
  gap: "Nobody is on call for some of the time",
  unreachable: "Somebody on call cannot be reached",
  left: "Somebody is on call who has left",
  double: "Somebody is on call twice at once",
  "time-off": "Somebody is on call during their time off",
  rest: "Somebody gets too little rest",
};

const waives = (finding: Finding) => (waiver: Waiver) =>
  waiver.kind === finding.kind &&
  waiver.tier === finding.tier &&
  waiver.person === finding.person &&
  waiver.startsAt <= finding.startsAt &&
  finding.endsAt <= waiver.endsAt &&
  waiver.words.trim() !== "";

/** What the policy's gates hold against these findings: one reason per kind. */
export function gateReasons(
  policy: Policy,
  findings: readonly Finding[],
  waivers: readonly Waiver[],
): readonly Reason[] {
  const reasons = new Map<FindingKind, Reason>();
  for (const finding of findings) {
    const gate = policy.gates[finding.kind];
    const what = findingNames[finding.kind];
    if (gate === "block") {
      reasons.set(finding.kind, { code: "blocked", message: `${what}; change the draft.` });
    } else if (gate === "waiver" && !waivers.some(waives(finding))) {
      reasons.set(finding.kind, {
        code: "waiver",
        message: `${what}; change the draft, or write why it is all right.`,
      });
    }
  }
  return [...reasons.values()];
}

/**
 * Who must have agreed if these operations are a swap or a cover: nothing but new overrides that replace one
 * person by another. Empty if they are anything else.
 */
export function swapPartners(operations: readonly Operation[]): readonly PersonId[] {
  const people = new Set<PersonId>();
  for (const operation of operations) {
    if (operation.op !== "add" || operation.entity !== "override") return [];
    if (operation.value.kind !== "replace") return [];
    people.add(operation.value.person).add(operation.value.by);
  }
  return [...people];
}

/** A swap may go through at once when the policy says so and everybody it touches has agreed. */
function isAgreedSwap(facts: PublishFacts): boolean {
  const concerned = new Set([...facts.swapPartners, ...facts.affected]);
  return (
    facts.policy.instant === "agreed-swaps" &&
    facts.swapPartners.length > 0 &&
    [...concerned].every((person) => facts.acknowledged.has(person))
  );
}

function approvalReasons(facts: PublishFacts): readonly Reason[] {
  const standing = standingReviews(facts.reviews, facts.version, facts.contributors);
  if (standing.some(({ decision }) => decision !== "approve")) {
    return [
      {
        code: "objection",
        message: "A reviewer objects to this version; change it or ask them again.",
      },
    ];
  }
  if (isAgreedSwap(facts)) return [];
  const count = standing.filter(({ member }) => facts.approvers.has(member)).length;
  const missing = facts.policy.approvals - count;
  if (missing <= 0) return [];
  const message = `This version needs ${missing} more ${missing === 1 ? "approval" : "approvals"}.`;
  return [{ code: "approvals", message }];
}

function peopleReasons(facts: PublishFacts): readonly Reason[] {
  const { policy, affected, acknowledged, canAcknowledge, firstChangeAt, now } = facts;
  const silent = affected.filter((person) => !acknowledged.has(person));
  const awaited = silent.filter((person) => canAcknowledge.has(person)).length;
  const reasons: Reason[] = [];
  if (policy.acknowledgement === "affected" && awaited > 0) {
    const who = awaited === 1 ? "One person" : `${awaited} people`;
    reasons.push({ code: "acknowledgement", message: `${who} must acknowledge the change first.` });
  }
  // Shorter notice is all right with everybody's consent; who cannot be asked has not consented.
  if (firstChangeAt !== null && firstChangeAt - now < policy.noticeMs && silent.length > 0) {
    reasons.push({
      code: "notice",
      message: "The first change comes too soon: let it begin later, or let all affected agree.",
    });
  }
  return reasons;
}

function draftReasons(facts: PublishFacts): readonly Reason[] {
  const reasons: Reason[] = [];
  if (!facts.mayPublish) {
    reasons.push({ code: "permission", message: "You may not publish drafts of this schedule." });
  }
  // A swap that all have agreed to needs no submission either.
  const open = facts.status === "submitted" || (facts.status === "editing" && isAgreedSwap(facts));
  if (!open) {
    reasons.push({ code: "status", message: "Only a draft under review can be published." });
  }
  if (facts.version !== facts.seenVersion) {
    reasons.push({
      code: "stale",
      message: "This draft has changed since you opened it; look at it again.",
    });
  }
  if (facts.baseRevision !== facts.headRevision) {
    reasons.push({
      code: "moved",
      message: "The schedule has changed since this draft began; bring the draft up to date first.",
    });
  }
  return reasons;
}

/**
 * Whether a draft may be published now, or every reason why not. To be asked inside the transaction that
 * publishes, with facts read there.
 */
export function decidePublish(
  facts: PublishFacts,
): { readonly kind: "publish"; readonly status: "published" } | Refusal {
  const reasons = [
    ...draftReasons(facts),
    ...erasedReasons(facts.erased),
    ...approvalReasons(facts),
    ...peopleReasons(facts),
    ...gateReasons(facts.policy, facts.findings, facts.waivers),
  ];
  return no(reasons) ?? { kind: "publish", status: "published" };
}
