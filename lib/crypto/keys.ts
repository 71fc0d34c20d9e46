import { createHmac, hkdfSync } from "node:crypto";
import { env } from "@/lib/env";
import { type KeyRing, type MasterKey, toKeyRing } from "./ring";

const derived = new Map<string, Buffer>();
let ring: KeyRing | undefined;

/** A 32-byte key for one purpose of a master key in base64. */
export function deriveKey(masterKey: string, purpose: string): Buffer {
  const master = Buffer.from(masterKey, "base64");
  return Buffer.from(hkdfSync("sha256", master, "standby", purpose, 32));
}

/** The master keys of this installation, which live outside the database. The first is the present one. */
export function keyRing(): KeyRing {
  ring ??= toKeyRing(env());
  return ring;
}

/** The key of this installation for one purpose, of its present master key or of another one. */
export function keyFor(purpose: string, of: MasterKey = keyRing()[0]): Buffer {
  const name = `${of.id} ${purpose}`;
  const known = derived.get(name);
  if (known) return known;
  const key = deriveKey(of.secret, purpose);
  derived.set(name, key);
  return key;
}

/** A keyed hash: equal texts of one scope have equal ones. */
export function indexUnder(key: Buffer, scope: string, text: string): string {
  return createHmac("sha256", key).update(`${scope}\n${text}`).digest("base64url");
}

/**
 * Finds an encrypted value without reading it: equal texts of one purpose and scope have equal indexes.
 * `scope` is the organisation, or empty for what belongs to none, so that tenants cannot be correlated.
 * This is the one to store, under the present master key; rows are looked for with `blindIndexes`.
 */
export function blindIndex(purpose: string, scope: string, text: string): string {
  return indexUnder(keyFor(`index:${purpose}`), scope, text);
}

/** The indexes of a text under every master key, the present one first: while keys change, rows have one or the other. */
export function blindIndexes(purpose: string, scope: string, text: string): string[] {
  return keyRing().map((key) => indexUnder(keyFor(`index:${purpose}`, key), scope, text));
}
