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

type Kept = { readonly keyBox: string | null };

const find = (db: TenantDb, holderId: string): Promise<Kept | null> =>
  db.personKey.findFirst({ where: { holderId }, select: { keyBox: true } });

/** The holder's key, made if they have none yet. Null once it was destroyed. */
async function keyOf(db: TenantDb, holder: Holder): Promise<Buffer | null> {
  const { holderId } = holder;
  let kept = await find(db, holderId);
  if (!kept) {
    const keyBox = seal(randomBytes(32).toString("base64"), wrapPlace(holder));
    // Somebody else may be making it at this moment: theirs holds, whoever comes first.
    await db.personKey.createMany({ data: [{ holderId, keyBox }], skipDuplicates: true });
    kept = await find(db, holderId);
  }
  return kept?.keyBox ? unwrap(kept.keyBox, holder) : null;
}

const unwrap = (keyBox: string, holder: Holder): Buffer =>
  Buffer.from(open(keyBox, wrapPlace(holder)), "base64");

/** Ciphertext of a JSON value under the holder's key; empty if that was destroyed. */
export async function sealDetails(db: TenantDb, holder: Holder, value: unknown): Promise<string> {
  const key = await keyOf(db, holder);
  return key ? sealUnder(key, JSON.stringify(value), detailsPlace(holder)) : "";
}

/** The values of ciphertexts, by holder; null for those whose key was destroyed. */
export async function openDetails(
  db: TenantDb,
  orgId: string,
  boxes: readonly { readonly holderId: string; readonly box: string }[],
): Promise<readonly unknown[]> {
  const rows = await db.personKey.findMany({
    where: { holderId: { in: [...new Set(boxes.map(({ holderId }) => holderId))] } },
    select: { holderId: true, keyBox: true },
  });
  const keys = new Map(
    rows.flatMap(({ holderId, keyBox }) =>
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
