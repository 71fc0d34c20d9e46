import { createHash, randomBytes } from "node:crypto";

/** A random secret of 256 bits for links and cookies. Only its `fingerprint` is stored. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

export function fingerprint(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
