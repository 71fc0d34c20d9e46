import "server-only";
import { redirect } from "next/navigation";
import { decideEntry, isProven, namedTo, type Standing } from "@/lib/auth/demand";
import type { CurrentSession } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";

/**
 * Whether it was proven within five minutes who uses the session: by a second factor where the account has one. `slug`:
 * the organisation that the act is in, which may leave that to its provider.
 */
export function isFreshIn(session: CurrentSession, slug: string | null): boolean {
  const held = session.memberships.find((one) => one.slug === slug);
  return session.isFresh && isProven(session, held?.sso ?? null);
}

/**
 * Refuses a sensitive act in a session whose user was not proven within five minutes: a session that was left open, or
 * stolen, must not change who gets in. Forms show the way to /confirm and keep what was typed.
 */
export function requireFresh(session: CurrentSession, slug: string | null): void {
  if (isFreshIn(session, slug)) return;
  throw new AppError("confirm", "Confirm that it is you, then send this again.");
}

/**
 * Refuses what changes an account in a session that an organisation's provider opened: whoever runs that provider could
 * make a way of their own into the account, and with it into other organisations.
 */
export function requireOwn(session: Pick<CurrentSession, "own">): void {
  if (session.own) return;
  throw new AppError(
    "refused",
    "You signed in by your organisation’s provider, which counts in that organisation alone. Sign in with your own password for this; without one, set one by “Forgot your password?”.",
  );
}

/** As `requireFresh` for a page: sends the reader to confirm, and then back to this path. */
export function requireFreshPage(session: CurrentSession, path: string): void {
  if (!isFreshIn(session, null)) redirect(confirmAddress(path));
}

/** Where it is confirmed who uses a session; `to` is a path of ours to come back to. */
export function confirmAddress(to: string): string {
  return `/confirm?${new URLSearchParams({ to })}`;
}

/**
 * How the session's user stands to what the organisation of this name asks for; free where they are no member. One that a
 * provider opened stands to all that it may not be told of as to another organisation, whether its user is a member or not.
 */
export function standingIn(session: CurrentSession, slug: string): Standing {
  const membership = namedTo(session).find((held) => held.slug === slug);
  if (membership) return decideEntry(membership, session, Date.now());
  return { kind: session.own ? "free" : "own" };
}

/** Pages send a member without the factor that is asked for elsewhere; a form says so and keeps what was typed. */
export function requireFactorFor(session: CurrentSession, slug: string): void {
  const { kind } = standingIn(session, slug);
  if (kind === "prove")
    throw new AppError(
      "confirm",
      "Confirm that it is you by your second factor, then send this again.",
    );
  if (kind === "own")
    throw new AppError(
      "refused",
      "You are signed in by another organisation’s provider, whose word counts there alone. If you belong to this one, sign in for it in another tab, then send this once more.",
    );
  if (kind === "sso")
    throw new AppError(
      "refused",
      "Your organisation asks how you sign in. Open it in another tab, sign in there, then send this once more.",
    );
  if (kind === "out")
    throw new AppError(
      "refused",
      "An administrator of this organisation signed you out of it. Sign in again in another tab, then send this once more.",
    );
  if (kind === "set-up")
    throw new AppError(
      "refused",
      "Your organisation asks you for a second factor. Set one up in another tab, then send this once more.",
    );
}
