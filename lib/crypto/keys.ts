import { createHmac, hkdfSync } from "node:crypto";
import { env } from "@/lib/env";

const derived = new Map<string, Buffer>();

/** A 32-byte key for one purpose of a master key in base64. */
export function deriveKey(masterKey: string, purpose: string): Buffer {
  const master = Buffer.from(masterKey, "base64");
  return Buffer.from(hkdfSync("sha256", master, "standby", purpose, 32));
}

/** The key of this installation for one purpose. Its master key lives outside the database. */
export function keyFor(purpose: string): Buffer {
  const known = derived.get(purpose);
  if (known) return known;
  const key = deriveKey(env().STANDBY_MASTER_KEY, purpose);
  derived.set(purpose, key);
  return key;
}

/**
 * Finds an encrypted value without reading it: equal texts of one purpose and scope have equal indexes.
 * `scope` is the organisation, or empty for what belongs to none, so that tenants cannot be correlated.
 */
export function blindIndex(purpose: string, scope: string, text: string): string {
  return createHmac("sha256", keyFor(`index:${purpose}`))
    .update(`${scope}\n${text}`)
    .digest("base64url");
}
