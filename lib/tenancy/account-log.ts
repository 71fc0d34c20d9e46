import "server-only";
import { randomUUID } from "node:crypto";
import type { ActLog } from "@/lib/auth/act-log";
import type { Origin } from "@/lib/auth/origin";
import { findMemberships } from "@/lib/auth/store";
import { type TenantDb, tenantTx } from "./db";
import { type Entry, record, recordOwn } from "./log";
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

type Write = (
  actor: { orgId: string; memberId: string; requestId: string; origin: Origin },
  db: TenantDb,
) => Promise<void>;

async function everywhere({ userId, origin, only }: At): Promise<(write: Write) => Promise<void>> {
  const all = await findMemberships(userId);
  const memberships = only ? all.filter(({ orgId }) => only.includes(orgId)) : all;
  const requestId = randomUUID();
  return async (write) => {
    for (const { orgId, memberId } of memberships)
      await tenantTx(orgId, (db) => write({ orgId, memberId, requestId, origin }, db));
  };
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
  const write = await everywhere(at);
  return () =>
    write((actor, db) => {
      const subject = { kind: "member", id: actor.memberId };
      // An action and its own body: TypeScript does not see that the pair is one of the union.
      return record({ actor, db }, { action, subject, body } as Entry);
    });
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
  const write = await everywhere(at);
  await write((actor, db) =>
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
