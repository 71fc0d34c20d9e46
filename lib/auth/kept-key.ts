import "server-only";
import { open, type Place, seal } from "@/lib/crypto/box";
import { indexUnder, keyFor, keyRing } from "@/lib/crypto/keys";
import { findOrKeepKey } from "./kept-key-store";

/** What is made with these cannot be made again from what is stored: of passwords, tokens, codes and networks there are only hashes. */
export const KEPT_PURPOSES = [
  "password",
  "index:token.key",
  "index:token.feed",
  "index:token.scim",
  "index:key.network",
  "index:scim",
  "index:user.backup-code",
  "index:identity",
  "index:saml.assertion",
  "log:sign",
] as const;

type KeptPurpose = (typeof KEPT_PURPOSES)[number];

export const keptPlace = (purpose: string): Place => ({
  table: "KeptKey",
  column: "key",
  orgId: "",
  row: purpose,
});

const known = new Map<KeptPurpose, Promise<Buffer>>();

/**
 * A key that stays when the master key changes: it is in the database, encrypted under the master key. Its bytes are
 * those that the oldest master key gave, so that whatever was hashed before there were kept keys still fits.
 */
export function keptKey(purpose: KeptPurpose): Promise<Buffer> {
  const kept = known.get(purpose) ?? fetchKey(purpose);
  known.set(purpose, kept);
  // A database that did not answer once must not be remembered.
  kept.catch(() => known.delete(purpose));
  return kept;
}

/** A keyed hash under a kept key. */
export async function keptIndex(
  purpose: KeptPurpose,
  scope: string,
  text: string,
): Promise<string> {
  return indexUnder(await keptKey(purpose), scope, text);
}

async function fetchKey(purpose: KeptPurpose): Promise<Buffer> {
  const make = () => seal(oldest(purpose).toString("base64"), keptPlace(purpose));
  const box = await findOrKeepKey(purpose, make);
  return Buffer.from(open(box, keptPlace(purpose)), "base64");
}

const oldest = (purpose: KeptPurpose): Buffer => keyFor(purpose, keyRing().at(-1));
