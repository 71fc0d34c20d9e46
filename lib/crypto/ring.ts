/** A master key of the installation: its name, which every ciphertext carries, and 32 random bytes in base64. */
export type MasterKey = { readonly id: string; readonly secret: string };

/** The first encrypts; the others only read what was encrypted before. */
export type KeyRing = readonly [MasterKey, ...MasterKey[]];

/** The settings that name master keys; see .env.example. */
export type KeySettings = {
  readonly STANDBY_KEYS?: string | undefined;
  readonly STANDBY_MASTER_KEY?: string | undefined;
};

/** The name of STANDBY_MASTER_KEY, and of the key of ciphertexts from before keys had names. */
export const FIRST_KEY = "master";

const ENTRY = /^([a-z0-9]{1,16}):([A-Za-z0-9+/]{43}=)$/;

/**
 * The keys of STANDBY_KEYS in their order, then STANDBY_MASTER_KEY.
 * @throws Error with one sentence, which holds no key, when there is none or the list makes no sense.
 */
export function toKeyRing({ STANDBY_KEYS = "", STANDBY_MASTER_KEY = "" }: KeySettings): KeyRing {
  const named = STANDBY_KEYS.split(",").flatMap((text) =>
    text.trim() ? [toKey(text.trim())] : [],
  );
  const lone = { id: FIRST_KEY, secret: STANDBY_MASTER_KEY };
  const listed = named.find(({ id }) => id === FIRST_KEY);
  if (listed && lone.secret && listed.secret !== lone.secret)
    throw new Error(`STANDBY_KEYS and STANDBY_MASTER_KEY have different keys named ${FIRST_KEY}.`);
  const [first, ...rest] = listed || !lone.secret ? named : [...named, lone];
  if (!first) throw new Error("STANDBY_MASTER_KEY is not set. See .env.example.");
  const ring: KeyRing = [first, ...rest];
  if (new Set(ring.map(({ id }) => id)).size < ring.length)
    throw new Error("STANDBY_KEYS names two keys alike.");
  return ring;
}

function toKey(text: string): MasterKey {
  const [, id, secret] = ENTRY.exec(text) ?? [];
  if (!id || !secret)
    throw new Error(
      "STANDBY_KEYS must be name:key with commas between them, each key 32 random bytes in base64.",
    );
  return { id, secret };
}
