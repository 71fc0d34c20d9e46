import "server-only";
import { CompactSign, compactVerify } from "jose";
import * as z from "zod";
import { canonical } from "@/lib/tenancy/canonical";
import type { PublicJwk, SigningKey } from "./key";

const TYPE = "standby-log-head+jws";
const KEY_TYPE = "standby-log-key+jws";
const hex = z.string().regex(/^[0-9a-f]{64}$/);

const headSchema = z.object({
  orgId: z.uuid(),
  number: z.int().min(1),
  /** The hash of the entry of this number, and the root of the tree of all entries up to it. */
  hash: hex,
  root: hex,
  /** When it was signed, in ms since the epoch. */
  at: z.int(),
  keyId: z.string(),
});

/** What a signed head says. Nobody who holds one can be shown another log with that beginning. */
export type Head = z.output<typeof headSchema>;

/** Signs a head: a compact JWS (RFC 7515) with Ed25519. */
export function signHead(head: Omit<Head, "keyId">, key: SigningKey): Promise<string> {
  return sign({ ...head, keyId: key.id }, TYPE, key);
}

/** An older key's word for a newer one, so that who trusts the older need not be asked. */
export function vouchFor(newer: PublicJwk, older: SigningKey): Promise<string> {
  return sign(newer, KEY_TYPE, older);
}

function sign(payload: object, typ: string, key: SigningKey): Promise<string> {
  return new CompactSign(new TextEncoder().encode(canonical(payload)))
    .setProtectedHeader({ alg: "EdDSA", typ, kid: key.id })
    .sign(key.secret);
}

/** The head that a JWS states, if one of these keys signed it; else null. */
export async function readHead(jws: string, keys: readonly PublicJwk[]): Promise<Head | null> {
  try {
    const { payload, protectedHeader } = await compactVerify(
      jws,
      ({ kid }) => {
        const key = keys.find((one) => one.kid === kid);
        if (!key) throw new Error("unknown key");
        return key;
      },
      { algorithms: ["EdDSA"] },
    );
    const head = headSchema.safeParse(JSON.parse(new TextDecoder().decode(payload)));
    const fits = protectedHeader.typ === TYPE && protectedHeader.kid === head.data?.keyId;
    return head.success && fits ? head.data : null;
  } catch {
    return null;
  }
}
