import { createHash, createHmac } from "node:crypto";

/** Which organisation a transaction works for, on which connection, and when it must have begun. */
export type TenantClaim = {
  readonly orgId: string;
  /** The access that an owner granted, where support looks. */
  readonly accessId?: string;
  /** The process of PostgreSQL that serves the connection. */
  readonly pid: number;
  /** Milliseconds since the epoch, by the database's clock. */
  readonly until: number;
};

/** What keys of contexts are derived for. */
export const CONTEXT_PURPOSE = "tenant context";

const BLOCK = 64;

/** A public name of a key: tells apart the two that may hold at once. */
export function contextKeyId(key: Buffer): string {
  return createHash("sha256").update("context key").update(key).digest("hex").slice(0, 16);
}

/** The two blocks of HMAC-SHA-256 (RFC 2104) that a key of at most 64 bytes becomes. */
export function hmacBlocks(key: Buffer): { readonly inner: Buffer; readonly outer: Buffer } {
  const padded = Buffer.concat([key, Buffer.alloc(BLOCK - key.length)]);
  return {
    inner: Buffer.from(padded.map((byte) => byte ^ 0x36)),
    outer: Buffer.from(padded.map((byte) => byte ^ 0x5c)),
  };
}

/**
 * The text of `app.context` that `standby.current_org()` accepts on that connection, and nowhere else; for support,
 * of `app.support` for `standby.support_access()`. The setting's name is signed: neither passes for the other.
 */
export function signContext({ orgId, accessId, pid, until }: TenantClaim, key: Buffer): string {
  const whose = accessId === undefined ? [orgId] : [orgId, accessId];
  const setting = accessId === undefined ? "app.context" : "app.support";
  const signed = [setting, ...whose, until, pid].join("|");
  const signature = createHmac("sha256", key).update(signed).digest("hex");
  return [contextKeyId(key), ...whose, until, signature].join(".");
}
