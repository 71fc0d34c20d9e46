import type { Interval, PersonId, TierId } from "@/lib/schedule/types";
import type { FindingKind } from "./policy";

/** Asking for changes takes a draft back to `editing`; the review and its words stay. */
export type DraftStatus = "editing" | "submitted" | "published" | "rejected" | "withdrawn";

/** One decision of a member on one version of a draft. Lists of them are in the order they were made. */
export type Review = {
  readonly member: string;
  readonly version: number;
  readonly decision: "approve" | "reject" | "request-changes";
};

export type Finding = Interval & {
  readonly kind: FindingKind;
  readonly tier?: TierId;
  readonly person?: PersonId;
};

/** A written reason to publish in spite of findings like this one within this interval. */
export type Waiver = Finding & {
  readonly words: string;
  /** The member who wrote it; absent from old ones. */
  readonly by?: string;
};

export type ReasonCode =
  | "permission"
  | "erased"
  | "own"
  | "status"
  | "stale"
  | "moved"
  | "empty"
  | "words"
  | "objection"
  | "approvals"
  | "acknowledgement"
  | "notice"
  | "blocked"
  | "waiver";

/** Why not, and what to do about it. */
export type Reason = { readonly code: ReasonCode; readonly message: string };
/** Every reason at once, so that nobody finds the second one after mending the first. */
export type Refusal = { readonly kind: "refuse"; readonly reasons: readonly [Reason, ...Reason[]] };

export function no(reasons: readonly Reason[]): Refusal | null {
  const [first, ...rest] = reasons;
  return first ? { kind: "refuse", reasons: [first, ...rest] } : null;
}

/** Nobody is on call who cannot be told. `erased`: what those are called now whom the draft puts on call. */
export function erasedReasons(erased: readonly string[]): readonly Reason[] {
  if (erased.length === 0) return [];
  const message = `The draft puts somebody on call who was erased (${erased.join(", ")}); put somebody else in their place.`;
  return [{ code: "erased", message }];
}
