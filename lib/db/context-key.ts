import pg from "pg";
import { contextKeyId, hmacBlocks } from "./signed-context";

/** How long the key before may still be in use: instances are replaced one after the other. */
const GRACE = "1 day";

const INSTALL = `INSERT INTO standby_keys.context_key (id, inner_block, outer_block) VALUES ($1, $2, $3)
  ON CONFLICT (id) DO UPDATE SET valid_until = 'infinity'`;

const RETIRE = `UPDATE standby_keys.context_key SET valid_until = now() + $2::interval
  WHERE id <> $1 AND valid_until = 'infinity'`;

const FORGET = `DELETE FROM standby_keys.context_key WHERE id NOT IN (
  SELECT id FROM standby_keys.context_key WHERE valid_until > now() ORDER BY valid_until DESC LIMIT 2)`;

/**
 * Puts the key that signs tenants' contexts where PostgreSQL checks them. A key that was there before holds for
 * a day more, so that instances that sign with either work meanwhile; a third is forgotten.
 */
export async function installContextKey(ownerUrl: string, key: Buffer): Promise<void> {
  const id = contextKeyId(key);
  const { inner, outer } = hmacBlocks(key);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query("LOCK TABLE standby_keys.context_key IN EXCLUSIVE MODE");
    await client.query(INSTALL, [id, inner, outer]);
    await client.query(RETIRE, [id, GRACE]);
    await client.query(FORGET);
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
}
