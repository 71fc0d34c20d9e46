import "server-only";
import { randomUUID } from "node:crypto";
import type { ActLog } from "@/lib/auth/act-log";
import type { Origin } from "@/lib/auth/origin";
import { findMemberships } from "@/lib/auth/store";
import { tenantTx } from "./db";
import { recordSoon } from "./late-entry";
import { recordOwn } from "./log";
import type { AccountAct, Bodies } from "./log-actions";
import { recordRefused } from "./tally";

/** What somebody gave that was wrong. */
export type FailedDoor = "password" | "code" | "passkey";

type At = {
  readonly userId: string;
  readonly origin: Origin;
  /** Only the organisations with these ids have part in it; all of the account's, if it does not say. */
  readonly only?: readonly string[];
};

type There = {
  readonly orgId: string;
  readonly memberId: string;
  readonly requestId: string;
  readonly origin: Origin;
};

/** Who the account is in each organisation that has part in it. */
async function everywhere({ userId, origin, only }: At): Promise<readonly There[]> {
  const all = await findMemberships(userId);
  const requestId = randomUUID();
  return all
    .filter(({ orgId }) => !only || only.includes(orgId))
    .map(({ orgId, memberId }) => ({ orgId, memberId, requestId, origin }));
}

/**
 * Readies the entries of an act on an account for each of its organisations that have part in it. Accounts are another role's in the database,
 * so no transaction holds both: the act calls what this gives back as the last thing before it commits, and is undone if
 * that throws. It asks nothing of the accounts' connections any more, of which the act holds one.
 */
export async function readyAccountAct<A extends AccountAct>(
  action: A,
  at: At,
  body: Bodies[A],
): Promise<ActLog> {
  const members = await everywhere(at);
  return async () => {
    for (const member of members) await recordSoon({ ...member, action, body });
  };
}

/** Logs an act on an account in each of its organisations: call it first, and do the act only when it has succeeded. */
export async function recordAccountAct<A extends AccountAct>(
  action: A,
  at: At,
  body: Bodies[A],
): Promise<void> {
  const log = await readyAccountAct(action, at, body);
  await log();
}

/** Logs that somebody gave a wrong password, code or passkey for a known account. It takes time: do it after the answer. */
export async function recordFailedSignIn(at: At, door: FailedDoor): Promise<void> {
  const refused = { action: "member.sign-in-failed", door } as const;
  for (const member of await everywhere(at))
    await tenantTx(member.orgId, (db) => recordRefused(member, db, refused, Date.now()));
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
