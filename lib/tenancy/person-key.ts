import { randomBytes } from "node:crypto";
import { open, openUnder, seal, sealUnder } from "@/lib/crypto/box";
import type { TenantDb } from "./db";

/**
 * A key of one member or person of an organisation. The log is kept as it was written, so it holds their
 * details only as ciphertext under this key, which erasing them destroys.
 */
type Holder = { readonly orgId: string; readonly holderId: string };

const wrapPlace = ({ orgId, holderId }: Holder) => ({
  table: "PersonKey",
  column: "key",
  orgId,
  row: holderId,
});
const detailsPlace = ({ orgId, holderId }: Holder) => ({
  table: "ChangeLogEntry",
  column: "details",
  orgId,
  row: holderId,
});

/** The wrapped keys of these holders; null of those whose key was destroyed. */
async function find(
  db: TenantDb,
  holderIds: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await db.personKey.findMany({
    where: { holderId: { in: [...new Set(holderIds)] } },
    select: { holderId: true, keyBox: true },
  });
  return new Map(rows.map(({ holderId, keyBox }) => [holderId, keyBox]));
}

/** The same, with keys made for those who have none yet. */
async function findOrMake(db: TenantDb, orgId: string, holderIds: readonly string[]) {
  const kept = await find(db, holderIds);
  const without = [...new Set(holderIds)].filter((holderId) => !kept.has(holderId));
  if (without.length === 0) return kept;
  const made = without.map((holderId) => ({
    holderId,
    keyBox: seal(randomBytes(32).toString("base64"), wrapPlace({ orgId, holderId })),
  }));
  // Somebody else may be making one at this moment: theirs holds, whoever comes first.
  await db.personKey.createMany({ data: made, skipDuplicates: true });
  return find(db, holderIds);
}

const unwrap = (keyBox: string, holder: Holder): Buffer =>
  Buffer.from(open(keyBox, wrapPlace(holder)), "base64");

/** Ciphertexts of JSON values under their holders' keys; empty where the key was destroyed. */
export async function sealDetails(
  db: TenantDb,
  orgId: string,
  details: readonly { readonly holderId: string; readonly value: unknown }[],
): Promise<readonly string[]> {
  const keys = await findOrMake(
    db,
    orgId,
    details.map(({ holderId }) => holderId),
  );
  return details.map(({ holderId, value }) => {
    const holder = { orgId, holderId };
    const box = keys.get(holderId);
    return box ? sealUnder(unwrap(box, holder), JSON.stringify(value), detailsPlace(holder)) : "";
  });
}

/** The values of ciphertexts, by holder; null for those whose key was destroyed. */
export async function openDetails(
  db: TenantDb,
  orgId: string,
  boxes: readonly { readonly holderId: string; readonly box: string }[],
): Promise<readonly unknown[]> {
  const wrapped = await find(
    db,
    boxes.map(({ holderId }) => holderId),
  );
  const keys = new Map(
    [...wrapped].flatMap(([holderId, keyBox]) =>
      keyBox ? [[holderId, unwrap(keyBox, { orgId, holderId })] as const] : [],
    ),
  );
  return boxes.map(({ holderId, box }): unknown => {
    const key = keys.get(holderId);
    return key && box ? JSON.parse(openUnder(key, box, detailsPlace({ orgId, holderId }))) : null;
  });
}

/**
 * Destroys the keys of these members and persons: what the log holds of their details can be read by nobody
 * any more, and its chain still verifies. Gives back how many there were.
 */
export async function destroyKeys(
  db: TenantDb,
  holderIds: readonly string[],
  now: number,
): Promise<number> {
  const { count } = await db.personKey.updateMany({
    where: { holderId: { in: [...holderIds] }, destroyedAt: null },
    data: { keyBox: null, destroyedAt: new Date(now) },
  });
  return count;
}
