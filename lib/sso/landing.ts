import type { Flow } from "./flow";
import type { FailureReason } from "./schema";

type Account = { readonly id: string; readonly version: number };

/** What is known when a provider has said who came. */
export type Seen = {
  readonly purpose: Flow["purpose"];
  /** The account that the identity is linked to. */
  readonly linked: Account | null;
  /** The account that it may join without being asked; see `findJoinable`. */
  readonly joinable: Account | null;
  /** Whether the linked account is a member where the provider's word counts. */
  readonly isMember: boolean;
  /** Whose session this browser has. */
  readonly sessionUserId: string | null;
};

export type Landing =
  | { readonly kind: "sign-in"; readonly user: Account; readonly joins: boolean }
  | { readonly kind: "linked" }
  | { readonly kind: "confirmed" }
  /** Nobody's yet: the person says whose, signed in as that. */
  | { readonly kind: "offer" }
  | { readonly kind: "failed"; readonly reason: FailureReason };

/** What comes of somebody whom a provider sent back. An address alone never opens an account, nor links one. */
export function decideLanding({
  purpose,
  linked,
  joinable,
  isMember,
  sessionUserId,
}: Seen): Landing {
  if (purpose === "confirm") {
    if (sessionUserId === null) return { kind: "failed", reason: "lost" };
    return linked?.id === sessionUserId
      ? { kind: "confirmed" }
      : { kind: "failed", reason: "other-account" };
  }
  if (purpose === "link") {
    if (!linked) return { kind: "offer" };
    return linked.id === sessionUserId ? { kind: "linked" } : { kind: "failed", reason: "taken" };
  }
  if (linked)
    return isMember
      ? { kind: "sign-in", user: linked, joins: false }
      : { kind: "failed", reason: "no-member" };
  return joinable ? { kind: "sign-in", user: joinable, joins: true } : { kind: "offer" };
}
