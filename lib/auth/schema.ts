import * as z from "zod";

/** The kinds of second factor, the strongest first. */
export const FACTOR_KINDS = ["passkey", "totp", "email", "sms"] as const;

export type FactorKind = (typeof FACTOR_KINDS)[number];

/** The kinds whose codes are sent. */
export const SENT_KINDS = ["email", "sms"] as const satisfies readonly FactorKind[];

export type SentKind = (typeof SENT_KINDS)[number];

/**
 * By what somebody proved to be who they are. A backup code stands in for any factor; a password counts for an
 * account that has none; `sso` is what a provider said.
 */
export type Proof = FactorKind | "backup" | "password" | "sso";

export const factorKindSchema = z.enum(FACTOR_KINDS);
export const sentKindSchema = z.enum(SENT_KINDS);
