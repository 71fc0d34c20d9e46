import "server-only";
import { open, seal } from "@/lib/crypto/box";
import { blindIndexes } from "@/lib/crypto/keys";
import { AppError } from "@/lib/errors";
import type { Context } from "./context";
import type { TenantDb } from "./db";

const DAY = 86_400_000;

/** What tells a request that is sent again from another one: its key, 16 to 64 characters, and all that it says. */
export type Sent = { readonly key: string; readonly text: string };

/**
 * Does an act once for each key of a member, however often its request arrives and on however many servers: who
 * comes later waits for the first and is given the same answer. An act that failed left nothing, its key included,
 * and may be tried again. Keys are remembered for a day at least. To be called first in the act's transaction.
 * Throws conflict for a key that came with another request.
 */
export async function once<T>(
  { actor, db }: Pick<Context, "actor" | "db">,
  sent: Sent | null,
  act: () => Promise<T>,
): Promise<T> {
  if (!sent) return act();
  const { orgId, memberId } = actor;
  const { key } = sent;
  const place = { table: "RequestKey", column: "answer", orgId, row: `${memberId}/${key}` };
  const [print = "", ...former] = blindIndexes("request", orgId, sent.text);
  const { count } = await db.requestKey.createMany({
    data: [{ memberId, key, print }],
    skipDuplicates: true,
  });
  if (count === 0) {
    const first = await db.requestKey.findFirst({ where: { memberId, key } });
    if (first?.answerBox && [print, ...former].includes(first.print))
      return JSON.parse(open(first.answerBox, place));
    throw new AppError(
      "conflict",
      "This was sent before with something else in it. Reload the page.",
    );
  }
  const answer = await act();
  await db.requestKey.updateMany({
    where: { memberId, key },
    data: { answerBox: seal(JSON.stringify(answer ?? null), place) },
  });
  return answer;
}

/** Forgets the keys of requests that nobody sends again. */
export async function forgetKeys(db: TenantDb, now: number): Promise<void> {
  await db.requestKey.deleteMany({ where: { createdAt: { lt: new Date(now - DAY) } } });
}
