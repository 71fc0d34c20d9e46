import "server-only";
import type { Prisma } from "@/lib/db/generated/client";
import { lockAccount } from "./acting-store";
import { authClient } from "./db";
import type { SentKind } from "./schema";

const CODE_TRIES = 5;
const TALLIES_KEPT_MS = 2 * 86_400_000;

/** At most so many of a scope within an hour or a day, from one instant to the other. */
export type Cap = {
  readonly scope: string;
  readonly since: Date;
  readonly until: Date;
  readonly most: number;
};

/** For what a code was sent: `scope` names the sign-in or session that asked. */
export type SentFor = { readonly userId: string; readonly kind: SentKind; readonly scope: string };

type NewCode = SentFor & {
  readonly id: string;
  /** For which it counts alone, in order; empty: for the account itself. */
  readonly organisations: string[];
  readonly addressBox: string | null;
  readonly codeHash: string;
};

/** Whether it may be sent, or why not and until when: one was sent just now, or too many were. */
export type Sending = { readonly why: "wait" | "capped"; readonly until: Date } | null;

/** Thrown to give back what was counted before a later cap was met. */
class Refused extends Error {
  readonly until: Date;

  constructor({ until }: Cap) {
    super();
    this.until = until;
  }
}

/**
 * Counts a code against every cap and keeps it, in one transaction; codes of one account are counted one after another. Who
 * waits is who asked: the account itself, or who came by the same organisations' providers. An older one for the same thing
 * works no more.
 */
export async function insertSentCode(
  code: NewCode,
  caps: readonly Cap[],
  { now, waitMs, validMs }: { now: number; waitMs: number; validMs: number },
): Promise<Sending> {
  const { userId, kind, scope, organisations } = code;
  const sending = authClient().$transaction(async (tx): Promise<Sending> => {
    await lockAccount(tx, userId);
    const recent = await tx.sentCode.findFirst({
      where: {
        userId,
        kind,
        organisations: { equals: organisations },
        createdAt: { gt: new Date(now - waitMs) },
      },
      orderBy: { createdAt: "desc" },
      select: { createdAt: true },
    });
    if (recent) return { why: "wait", until: new Date(recent.createdAt.getTime() + waitMs) };
    for (const cap of caps) await count(tx, cap);
    const usedAt = new Date(now);
    await tx.sentCode.updateMany({
      where: { userId, kind, scope, usedAt: null },
      data: { usedAt },
    });
    const createdAt = new Date(now);
    await tx.sentCode.create({
      data: { ...code, createdAt, expiresAt: new Date(now + validMs) },
    });
    const old = { lt: new Date(now - TALLIES_KEPT_MS) };
    await tx.codeTally.deleteMany({ where: { since: old } });
    await tx.sentCode.deleteMany({ where: { userId, createdAt: old } });
    return null;
  });
  return sending.catch((error: unknown) => {
    if (error instanceof Refused) return { why: "capped", until: error.until };
    throw error;
  });
}

/** Counts one, or throws: of any number at once, no more than allowed get through. */
async function count(tx: Prisma.TransactionClient, cap: Cap): Promise<void> {
  const { scope, since, most } = cap;
  if (most < 1) throw new Refused(cap);
  const counted = await tx.$executeRaw`
    INSERT INTO "CodeTally" ("scope", "since", "count") VALUES (${scope}, ${since}, 1)
    ON CONFLICT ("scope", "since") DO UPDATE SET "count" = "CodeTally"."count" + 1
      WHERE "CodeTally"."count" < ${most}`;
  if (counted === 0) throw new Refused(cap);
}

const open = (sentFor: SentFor, now: number) => ({
  ...sentFor,
  usedAt: null,
  expiresAt: { gt: new Date(now) },
});

/** The code that was sent for this and still holds, or null. */
export async function findSentCode(sentFor: SentFor, now: number) {
  return authClient().sentCode.findFirst({
    where: open(sentFor, now),
    orderBy: { createdAt: "desc" },
    select: { id: true, codeHash: true, addressBox: true, createdAt: true },
  });
}

/** Binds what was sent for one scope to another. */
export async function moveSentCodes(userId: string, from: string, to: string): Promise<void> {
  await authClient().sentCode.updateMany({ where: { userId, scope: from }, data: { scope: to } });
}

/** Takes one of a code's tries, before it is compared. False: there is none left. */
export async function claimSentTry(id: string): Promise<boolean> {
  const { count: taken } = await authClient().sentCode.updateMany({
    where: { id, tries: { lt: CODE_TRIES } },
    data: { tries: { increment: 1 } },
  });
  return taken === 1;
}

/** Uses a code up: of any number at once, one gets true. */
export async function claimSentCode(id: string, now: number): Promise<boolean> {
  const { count: taken } = await authClient().sentCode.updateMany({
    where: { id, usedAt: null, expiresAt: { gt: new Date(now) } },
    data: { usedAt: new Date(now) },
  });
  return taken === 1;
}

/** The sealed number of an account's codes by text; null if codes by text are no factor of it. */
export async function findPhoneBox(userId: string): Promise<string | null> {
  const row = await authClient().codeFactor.findFirst({
    where: { userId, kind: "sms" },
    select: { addressBox: true },
  });
  return row?.addressBox ?? null;
}
