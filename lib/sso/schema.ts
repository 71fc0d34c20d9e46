/** Why a sign-in by a provider came to nothing. What each means to people is in components/sso/failure-words.ts. */
export const FAILURES = [
  "unknown-provider",
  "unreachable",
  "lost",
  "declined",
  "secret",
  "answer",
  "signature",
  "audience",
  "expired",
  "replayed",
  "transient",
  "other-account",
  "old-proof",
  "no-time",
  "not-own",
  "taken",
  "no-member",
] as const;

export type FailureReason = (typeof FAILURES)[number];
