import "server-only";
import * as z from "zod";
import { seal } from "@/lib/crypto/box";
import { secretPlace } from "@/lib/notify/outbox";
import { type TenantDb, tenantTx } from "@/lib/tenancy/db";
import { presentPrefix, readable } from "./present";
import type { Rotated } from "./rotate-column";

/** What the secrets of messages that were not sent yet are called. */
export const OUTBOX = "Outbox.secret";

const withSecret = z.looseObject({ secret: z.string() });

const waiting = (db: TenantDb) =>
  db.outbox.findMany({
    where: { kind: { in: ["invitation", "notice"] }, sentAt: null },
    select: { id: true, payload: true },
  });

/** Encrypts the secrets of messages anew that wait in an organisation's outbox, each in a transaction. */
export async function rotateOutbox(orgId: string): Promise<Rotated> {
  const rows = await tenantTx(orgId, waiting);
  const stuck: string[] = [];
  let moved = 0;
  for (const { id, payload } of rows) {
    const { secret, ...rest } = withSecret.parse(payload);
    if (secret.startsWith(presentPrefix())) continue;
    const place = secretPlace(orgId, id);
    const text = readable(secret, place);
    if (text === null) {
      stuck.push(`${OUTBOX} of ${id}`);
      continue;
    }
    const data = { payload: { ...rest, secret: seal(text, place) } as object };
    const where = { id, sentAt: null, payload: { equals: { ...rest, secret } as object } };
    moved += (await tenantTx(orgId, (db) => db.outbox.updateMany({ where, data }))).count;
  }
  return { moved, stuck };
}

/** The ciphertexts in an organisation's outbox. */
export async function outboxBoxes(orgId: string): Promise<readonly string[]> {
  const rows = await tenantTx(orgId, waiting);
  return rows.map(({ payload }) => withSecret.parse(payload).secret);
}
