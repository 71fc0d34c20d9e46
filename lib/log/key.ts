import "server-only";
import { createPrivateKey, hkdfSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { calculateJwkThumbprint } from "jose";
import * as z from "zod";
import { keptKey } from "@/lib/auth/kept-key";
import { env } from "@/lib/env";

const ed25519 = { kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string() } as const;
const privateSchema = z.object({ ...ed25519, d: z.string() });
const fileSchema = z.object({ keys: z.array(privateSchema).min(1) });

type PrivateJwk = z.output<typeof privateSchema>;

/** A public key as it is published: RFC 8037, named by its thumbprint (RFC 7638). */
export type PublicJwk = {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly x: string;
  readonly kid: string;
  readonly alg: "EdDSA";
  readonly use: "sig";
};

/** A key that signs heads of the log. */
export type SigningKey = {
  readonly id: string;
  readonly secret: PrivateJwk;
  readonly jwk: PublicJwk;
};

let kept: Promise<readonly SigningKey[]> | undefined;

/**
 * The keys of this installation: the first signs, those after it signed before and vouch for it. Out of the file
 * LOG_KEY_FILE, or else derived from the kept key of the log, one for each LOG_KEY_GENERATION up to the present one.
 */
export function signingKeys(): Promise<readonly SigningKey[]> {
  kept ??= privateKeys().then((keys) => Promise.all(keys.map(toSigningKey)));
  kept.catch(() => {
    kept = undefined;
  });
  return kept;
}

/** The one that signs. */
export async function signingKey(): Promise<SigningKey> {
  const [first] = await signingKeys();
  if (!first) throw new Error("There is no key to sign the change log with.");
  return first;
}

/** What is published: a JWK Set of every key that signs or has signed. */
export async function publicKeys(): Promise<{ readonly keys: readonly PublicJwk[] }> {
  return { keys: (await signingKeys()).map(({ jwk }) => jwk) };
}

async function privateKeys(): Promise<readonly PrivateJwk[]> {
  const { LOG_KEY_FILE, LOG_KEY_GENERATION } = env();
  if (LOG_KEY_FILE) return fileSchema.parse(JSON.parse(readFileSync(LOG_KEY_FILE, "utf8"))).keys;
  const generations = Array.from({ length: LOG_KEY_GENERATION }, (_, i) => LOG_KEY_GENERATION - i);
  const root = await keptKey("log:sign");
  return generations.map((generation) => derived(root, generation));
}

/** RFC 8410's wrapping of an Ed25519 seed, up to the seed itself. */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

function derived(root: Buffer, generation: number): PrivateJwk {
  const seed = hkdfSync("sha256", root, "", `generation ${generation}`, 32);
  const key = Buffer.concat([PKCS8, Buffer.from(seed)]);
  return privateSchema.parse(
    createPrivateKey({ key, format: "der", type: "pkcs8" }).export({ format: "jwk" }),
  );
}

async function toSigningKey(secret: PrivateJwk): Promise<SigningKey> {
  const { kty, crv, x } = secret;
  const id = await calculateJwkThumbprint({ kty, crv, x });
  return { id, secret, jwk: { kty, crv, x, kid: id, alg: "EdDSA", use: "sig" } };
}
