import {
  type DraftStatus,
  erasedReasons,
  no,
  type Reason,
  type Refusal,
  type Review,
} from "./workflow-facts";

/** What every decision about a draft begins with. `seenVersion` is the version on the member's page. */
export type DraftFacts = {
  readonly status: DraftStatus;
  readonly version: number;
  readonly seenVersion: number;
  readonly member: string;
  /** The author and everybody who edited this draft. */
  readonly contributors: readonly string[];
};

const stale: Reason = {
  code: "stale",
  message: "This draft has changed since you opened it; look at it again.",
};
const permission = (what: string): Reason => ({
  code: "permission",
  message: `You may not ${what} drafts of this schedule.`,
});
const moved: Reason = {
  code: "moved",
  message: "The schedule has changed since this draft began; bring the draft up to date first.",
};
const closed: Record<DraftStatus, string> = {
  editing: "This draft is still being edited.",
  submitted: "This draft is under review.",
  published: "This draft has been published.",
  rejected: "This draft was rejected; begin a new one.",
  withdrawn: "This draft was withdrawn; begin a new one.",
};

/** The first of many refusals is about what cannot be changed by trying again. */
function standing(facts: DraftFacts, open: readonly DraftStatus[]): readonly Reason[] {
  if (!open.includes(facts.status)) return [{ code: "status", message: closed[facts.status] }];
  return facts.version === facts.seenVersion ? [] : [stale];
}

/**
 * An edit raises the version, so that approvals of the one before count no more; editing a submitted draft
 * takes it back from review.
 */
export function decideEdit(
  facts: DraftFacts & { readonly mayEdit: boolean },
): { readonly kind: "edit"; readonly status: "editing"; readonly version: number } | Refusal {
  const reasons = [
    ...(facts.mayEdit ? [] : [permission("edit")]),
    ...standing(facts, ["editing", "submitted"]),
  ];
  return no(reasons) ?? { kind: "edit", status: "editing", version: facts.version + 1 };
}

/** `changes`: how many operations the draft holds. `blockers`: of `gateReasons`, for early refusal. */
export function decideSubmit(
  facts: DraftFacts & {
    readonly mayEdit: boolean;
    readonly baseRevision: number;
    readonly headRevision: number;
    readonly changes: number;
    readonly blockers: readonly Reason[];
  },
): { readonly kind: "submit"; readonly status: "submitted" } | Refusal {
  const reasons = [
    ...(facts.mayEdit ? [] : [permission("submit")]),
    ...standing(facts, ["editing"]),
    ...(facts.baseRevision === facts.headRevision ? [] : [moved]),
    ...(facts.changes > 0
      ? []
      : [{ code: "empty", message: "This draft changes nothing yet." } as const]),
    ...facts.blockers,
  ];
  return no(reasons) ?? { kind: "submit", status: "submitted" };
}

export type Reviewing = {
  readonly kind: "review";
  /** The draft's status from now on. */
  readonly status: "submitted" | "editing" | "rejected";
  /** The member's earlier decision on this version, which this one replaces. */
  readonly replaces: Review | null;
};

const afterReview = {
  approve: "submitted",
  reject: "rejected",
  "request-changes": "editing",
} as const;

/** Never by the author or an editor of the draft; only on the version they saw; objections need words. */
export function decideReview(
  facts: DraftFacts & {
    readonly mayReview: boolean;
    readonly decision: Review["decision"];
    readonly words: string;
    readonly reviews: readonly Review[];
  },
): Reviewing | Refusal {
  const silent = facts.decision !== "approve" && facts.words.trim() === "";
  const reasons: Reason[] = [
    ...(facts.mayReview ? [] : [permission("review")]),
    ...(facts.contributors.includes(facts.member)
      ? [
          {
            code: "own",
            message: "You have edited this draft; somebody else must review it.",
          } as const,
        ]
      : []),
    ...standing(facts, ["submitted"]),
    ...(silent ? [{ code: "words", message: "Say why, so that the author knows." } as const] : []),
  ];
  const refusal = no(reasons);
  if (refusal) return refusal;
  const earlier = facts.reviews.findLast(
    ({ member, version }) => member === facts.member && version === facts.version,
  );
  return { kind: "review", status: afterReview[facts.decision], replaces: earlier ?? null };
}

/** By those who made it, or by who may manage the schedule's drafts. */
export function decideWithdraw(
  facts: DraftFacts & { readonly mayManage: boolean },
): { readonly kind: "withdraw"; readonly status: "withdrawn" } | Refusal {
  const may = facts.mayManage || facts.contributors.includes(facts.member);
  const reasons = [
    ...(may ? [] : [permission("withdraw")]),
    ...standing(facts, ["editing", "submitted"]),
  ];
  return no(reasons) ?? { kind: "withdraw", status: "withdrawn" };
}

/**
 * At once, without approvals, gates, notice or acknowledgement, by a permission of its own and with words;
 * to be reviewed afterwards. It never publishes over a revision that its member has not seen.
 */
export function decideEmergency(
  facts: DraftFacts & {
    readonly mayPublishInEmergency: boolean;
    readonly baseRevision: number;
    readonly headRevision: number;
    readonly changes: number;
    /** Of `erasedReasons`. */
    readonly erased: readonly string[];
    readonly words: string;
  },
):
  | { readonly kind: "publish"; readonly status: "published"; readonly reviewAfterwards: true }
  | Refusal {
  const reasons: Reason[] = [
    ...(facts.mayPublishInEmergency ? [] : [permission("publish, even in an emergency,")]),
    ...standing(facts, ["editing", "submitted"]),
    ...(facts.baseRevision === facts.headRevision ? [] : [moved]),
    ...(facts.changes > 0
      ? []
      : [{ code: "empty", message: "This draft changes nothing yet." } as const]),
    ...erasedReasons(facts.erased),
    ...(facts.words.trim() === ""
      ? [
          {
            code: "words",
            message: "Say what the emergency is; it goes into the change log.",
          } as const,
        ]
      : []),
  ];
  return no(reasons) ?? { kind: "publish", status: "published", reviewAfterwards: true };
}
