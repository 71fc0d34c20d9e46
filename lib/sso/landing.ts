import type { Flow } from "./flow";
import type { FailureReason } from "./schema";

type Account = { readonly id: string; readonly version: number };

/** What is known when a provider has said who came, at `now` in ms. */
export type Seen = {
  readonly purpose: Flow["purpose"];
  /** The account that the identity is linked to. */
  readonly linked: Account | null;
  /** Whether the linked account is a member where the provider's word counts. */
  readonly isMember: boolean;
  /** Whose session this browser has, and whether this provider may say who uses it. */
  readonly session: { readonly userId: string; readonly mayConfirm: boolean } | null;
  /** When they last signed in at the provider, as it says. */
  readonly authenticatedAt: number | null;
  readonly now: number;
};

export type Landing =
  | { readonly kind: "sign-in"; readonly user: Account }
  | { readonly kind: "linked" }
  | { readonly kind: "confirmed" }
  /** Nobody's yet: the person says whose, signed in as that. */
  | { readonly kind: "offer" }
  | { readonly kind: "failed"; readonly reason: FailureReason };

/** So long ago, in ms, may a sign-in at the provider be that shows who is there now. */
const FRESH = 5 * 60_000;

const failed = (reason: FailureReason): Landing => ({ kind: "failed", reason });

/** What comes of somebody whom a provider sent back. An address never opens an account, nor links one. */
export function decideLanding(seen: Seen): Landing {
  const { purpose, linked, isMember, session } = seen;
  if (purpose === "confirm") return decideConfirmed(seen);
  if (purpose === "link") {
    if (!linked) return { kind: "offer" };
    return linked.id === session?.userId ? { kind: "linked" } : failed("taken");
  }
  if (!linked) return { kind: "offer" };
  return isMember ? { kind: "sign-in", user: linked } : failed("no-member");
}

function decideConfirmed({ linked, isMember, session, authenticatedAt, now }: Seen): Landing {
  if (!session) return failed("lost");
  if (!session.mayConfirm) return failed("not-own");
  if (linked?.id !== session.userId) return failed("other-account");
  if (!isMember) return failed("no-member");
  if (authenticatedAt === null) return failed("no-time");
  return Math.abs(now - authenticatedAt) <= FRESH ? { kind: "confirmed" } : failed("old-proof");
}
