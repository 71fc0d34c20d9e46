import "server-only";
import { type TenantDb, tenantTx } from "@/lib/tenancy/db";
import { recordOwn } from "@/lib/tenancy/log";
import { recordTallies } from "@/lib/tenancy/tally";
import { type SigningKey, signingKey, signingKeys } from "./key";
import { type Frontier, grow, rootOf } from "./merkle";
import { signHead, vouchFor } from "./statement";

const PAGE = 5_000;
/** A log that was never signed may be long. */
const TIMEOUT_MS = 120_000;

type Signed = { readonly number: number; readonly frontier: Frontier; readonly keyId: string };

async function lastSigned(db: TenantDb): Promise<Signed | null> {
  const row = await db.signedHead.findFirst({
    orderBy: { number: "desc" },
    select: { number: true, frontier: true, keyId: true },
  });
  return row && { ...row, number: Number(row.number) };
}

/** Logs that another key signs from here on, with the word of the former one where it is still held. */
async function recordKey(db: TenantDb, requestId: string, from: string, key: SigningKey) {
  const former = (await signingKeys()).find(({ id }) => id === from);
  await recordOwn(db, requestId, {
    action: "log.head-key",
    subject: { kind: "key", id: key.id },
    body: { from, to: key.jwk, vouched: former ? await vouchFor(key.jwk, former) : null },
  });
}

/**
 * Signs the head of an organisation's log as it is now, if anything was added since the last signed one. Counts
 * that wait for their minute's end are added first. Gives back the number of the head that it signed, or null.
 * @param requestId names this run in the entries that it adds.
 */
export async function signLogHead(
  orgId: string,
  requestId: string,
  now: number,
): Promise<number | null> {
  const key = await signingKey();
  return tenantTx(
    orgId,
    async (db) => {
      await recordTallies(db, requestId, now);
      const last = await lastSigned(db);
      const head = await db.changeLogHead.findFirst({ select: { number: true } });
      if (!head || Number(head.number) === (last?.number ?? 0)) return null;
      if (last && last.keyId !== key.id) await recordKey(db, requestId, last.keyId, key);
      return signRest(db, orgId, last, key, now);
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

async function signRest(
  db: TenantDb,
  orgId: string,
  last: Signed | null,
  key: SigningKey,
  now: number,
): Promise<number | null> {
  let frontier = last?.frontier ?? [];
  let reached = last?.number ?? 0;
  let hash = "";
  for (;;) {
    const page = await db.changeLogEntry.findMany({
      where: { number: { gt: BigInt(reached) } },
      orderBy: { number: "asc" },
      take: PAGE,
      select: { hash: true },
    });
    for (const entry of page) {
      frontier = grow(frontier, reached, entry.hash);
      reached += 1;
      hash = entry.hash;
    }
    if (page.length < PAGE) break;
  }
  const root = rootOf(frontier);
  const jws = await signHead({ orgId, number: reached, hash, root, at: now }, key);
  // Two runs at once may come to the same head: one of them is enough.
  const { count } = await db.signedHead.createMany({
    data: [{ number: BigInt(reached), hash, root, frontier: [...frontier], keyId: key.id, jws }],
    skipDuplicates: true,
  });
  return count > 0 ? reached : null;
}

/** The last signed head, or null where none was signed yet. */
export async function latestHead(db: TenantDb) {
  const row = await db.signedHead.findFirst({
    orderBy: { number: "desc" },
    select: { number: true, hash: true, root: true, keyId: true, jws: true, createdAt: true },
  });
  return row && { ...row, number: Number(row.number), createdAt: row.createdAt.getTime() };
}
