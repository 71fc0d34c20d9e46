import "server-only";
import { tenantTx } from "@/lib/tenancy/db";
import { recordOwn } from "@/lib/tenancy/log";
import { checkpointsAt } from "./checkpoint";

const DAY = 86_400_000;
/** The database decides by its own clock whether a head is old enough: ours may be a little ahead. */
const SLACK = 60 * 60_000;
const TIMEOUT_MS = 120_000;

/**
 * Removes the entries that the organisation no longer keeps, up to a signed head, which stays. An entry says so,
 * and from which definitions the rest of the log goes on. Gives back the number of the last one removed, or null.
 * @param requestId names this run in the entry.
 */
export async function sealLog(
  orgId: string,
  requestId: string,
  now: number,
): Promise<number | null> {
  return tenantTx(
    orgId,
    async (db) => {
      const organisation = await db.organisation.findFirst({ select: { logDays: true } });
      const days = organisation?.logDays ?? 365;
      const head = await db.signedHead.findFirst({
        where: { createdAt: { lt: new Date(now - days * DAY - SLACK) } },
        orderBy: { number: "desc" },
        select: { number: true, hash: true, root: true, keyId: true },
      });
      const log = await db.changeLogHead.findFirst({ select: { sealed: true } });
      if (!head || !log || head.number <= log.sealed) return null;
      const through = Number(head.number);
      await recordOwn(db, requestId, {
        action: "log.sealed",
        subject: { kind: "log", id: orgId },
        body: {
          through,
          hash: head.hash,
          root: head.root,
          keyId: head.keyId,
          days,
          schedules: await checkpointsAt(db, through),
        },
      });
      return through;
    },
    { timeoutMs: TIMEOUT_MS },
  );
}
