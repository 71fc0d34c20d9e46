import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { keyFor, keyRing } from "./keys";
import { FIRST_KEY, type MasterKey } from "./ring";

/** Where a ciphertext belongs. It opens nowhere else: not in another column, row or organisation. */
export type Place = {
  readonly table: string;
  readonly column: string;
  readonly orgId: string;
  readonly row: string;
};

/** `1.iv.body` names no key, `2.key.iv.body` the master key that the column's own key comes from. */
const UNNAMED = "1";
const NAMED = "2";
const IV_BYTES = 12;
const TAG_BYTES = 16;

const unnamed = ({ table, column, orgId, row }: Place): string =>
  [table, column, orgId, row].join("|");
const named = (keyId: string, { table, column, orgId, row }: Place): string =>
  JSON.stringify([NAMED, keyId, table, column, orgId, row]);

const columnKey = ({ table, column }: Place, key: MasterKey): Buffer =>
  keyFor(`box:${table}.${column}`, key);

/** Encrypts with AES-256-GCM under the column's own key, which comes from the present master key. */
export function seal(text: string, place: Place): string {
  const [key] = keyRing();
  return `${NAMED}.${key.id}.${encrypt(columnKey(place, key), text, named(key.id, place))}`;
}

/** Decrypts what `seal` made for the same place. Throws if the text was changed or moved, or its master key is not here. */
export function open(box: string, place: Place): string {
  const key = keyRing().find(({ id }) => id === keyIdOf(box));
  if (!key) throw new Error("the master key of a ciphertext is not here");
  const own = columnKey(place, key);
  if (box.startsWith(`${UNNAMED}.`)) return openUnder(own, box, place);
  return decrypt(own, box.split(".").slice(2), named(key.id, place));
}

/** The name of the master key that a ciphertext was made under. Throws for what is no ciphertext. */
export function keyIdOf(box: string): string {
  const [version, id] = box.split(".");
  if (version === UNNAMED) return FIRST_KEY;
  if (version === NAMED && id) return id;
  throw new Error("unknown ciphertext");
}

/** What ciphertexts under this master key begin with, and no others. */
export const boxPrefix = (keyId: string): string => `${NAMED}.${keyId}.`;

/** As `seal`, under a key of 32 bytes that is not derived from a master key. */
export function sealUnder(key: Buffer, text: string, place: Place): string {
  return `${UNNAMED}.${encrypt(key, text, unnamed(place))}`;
}

/** Decrypts what `sealUnder` made with the same key for the same place. Throws if the text was changed or moved. */
export function openUnder(key: Buffer, box: string, place: Place): string {
  const [version, ...parts] = box.split(".");
  if (version !== UNNAMED) throw new Error("unknown ciphertext");
  return decrypt(key, parts, unnamed(place));
}

function encrypt(key: Buffer, text: string, bound: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(bound));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${iv.toString("base64url")}.${body.toString("base64url")}`;
}

function decrypt(key: Buffer, parts: readonly string[], bound: string): string {
  const [iv, body] = parts.map(toBytes);
  // Node would take a tag that was cut to four bytes, which can be guessed.
  if (parts.length !== 2 || iv?.length !== IV_BYTES || !body || body.length < TAG_BYTES)
    throw new Error("unknown ciphertext");
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  const text = [decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()];
  return Buffer.concat(text).toString("utf8");
}

/** Bytes have one spelling: Node reads others, too, which would let a changed ciphertext pass for the same. */
function toBytes(text: string): Buffer {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") !== text) throw new Error("unknown ciphertext");
  return bytes;
}
