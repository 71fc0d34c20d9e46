import "server-only";
import { randomUUID } from "node:crypto";
import type { Origin } from "@/lib/auth/origin";
import { findMemberships } from "@/lib/auth/store";
import { tenantTx } from "./db";
import { record, recordOwn } from "./log";
import { recordRefused } from "./tally";

/** What happens to an account, which belongs to no organisation: the log of every one that it is a member of says so. */
export type AccountAct =
  | "member.signed-in"
  | "member.signed-out"
  | "member.locked-out"
  | "member.password-changed"
  | "member.password-reset"
  | "member.second-factor-on"
  | "member.second-factor-off"
  | "member.backup-codes-renewed"
  | "member.passkey-refused"
  | "member.confirmed"
  | "member.identity-linked"
  | "member.identity-unlinked"
  | "member.device-signed-out";

/** What somebody gave that was wrong. */
export type FailedDoor = "password" | "code" | "passkey";

type At = { readonly userId: string; readonly origin: Origin };

async function everywhere(
  { userId, origin }: At,
  write: (
    actor: { orgId: string; memberId: string; requestId: string; origin: Origin },
    db: Parameters<Parameters<typeof tenantTx>[1]>[0],
  ) => Promise<void>,
): Promise<void> {
  const requestId = randomUUID();
  for (const { orgId, memberId } of await findMemberships(userId)) {
    await tenantTx(orgId, (db) => write({ orgId, memberId, requestId, origin }, db));
  }
}

/**
 * Logs an act on an account in each of its organisations. Accounts are another role's in the database, so no
 * transaction holds both: call it first, and do the act only when it has succeeded.
 */
export function recordAccountAct(action: AccountAct, at: At, body: object = {}): Promise<void> {
  return everywhere(at, (actor, db) =>
    record({ actor, db }, { action, subject: { kind: "member", id: actor.memberId }, body }),
  );
}

/** Logs that somebody gave a wrong password, code or passkey for a known account. It takes time: do it after the answer. */
export function recordFailedSignIn(at: At, door: FailedDoor): Promise<void> {
  return everywhere(at, (actor, db) =>
    recordRefused(actor, db, { action: "member.sign-in-failed", door }, Date.now()),
  );
}

/** Logs that a sign-in by one of the organisation's connections came to nothing. Nobody knows whose it was. */
export function recordSsoRefused(orgId: string, connection: string, reason: string): Promise<void> {
  return tenantTx(orgId, (db) =>
    recordOwn(db, randomUUID(), {
      action: "sso.refused",
      subject: { kind: "sso-connection", id: connection },
      body: { reason },
    }),
  );
}
