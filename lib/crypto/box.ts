import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { keyFor } from "./keys";

/** Where a ciphertext belongs. It opens nowhere else: not in another column, row or organisation. */
export type Place = {
  readonly table: string;
  readonly column: string;
  readonly orgId: string;
  readonly row: string;
};

const VERSION = "1";

function bound(place: Place): Buffer {
  return Buffer.from([place.table, place.column, place.orgId, place.row].join("|"));
}

const columnKey = ({ table, column }: Place): Buffer => keyFor(`box:${table}.${column}`);

/** Encrypts with AES-256-GCM under the column's own key. */
export function seal(text: string, place: Place): string {
  return sealUnder(columnKey(place), text, place);
}

/** Decrypts what `seal` made for the same place. Throws if the text was changed or moved. */
export function open(box: string, place: Place): string {
  return openUnder(columnKey(place), box, place);
}

/** As `seal`, under a key of 32 bytes. */
export function sealUnder(key: Buffer, text: string, place: Place): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(bound(place));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${VERSION}.${iv.toString("base64url")}.${body.toString("base64url")}`;
}

/** Decrypts what `sealUnder` made with the same key for the same place. Throws if the text was changed or moved. */
export function openUnder(key: Buffer, box: string, place: Place): string {
  const [version, iv, body] = box.split(".");
  if (version !== VERSION || !iv || !body) throw new Error("unknown ciphertext");
  const bytes = Buffer.from(body, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"));
  decipher.setAAD(bound(place));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString(
    "utf8",
  );
}
