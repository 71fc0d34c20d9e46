import { randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

/** What a token opens: the API, one calendar, or what a provider keeps by SCIM. A token of one kind is never one of another. */
export type TokenKind = "key" | "feed" | "scim";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const NAMES: Readonly<Record<TokenKind, string>> = {
  key: "standby",
  feed: "standbyfeed",
  scim: "standbyscim",
};
const PUBLIC = 8;
const SECRET = 32;
const CHECK = 6;
const FORM = new RegExp(`^([a-z]+)_[0-9A-Za-z]{${PUBLIC}}_[0-9A-Za-z]{${SECRET + CHECK}}$`);

const random = (length: number): string =>
  Array.from({ length }, () => DIGITS[randomInt(DIGITS.length)]).join("");

/** CRC-32 in base 62: a typing error is seen without asking anybody, and so is a token in a public file. */
function checksum(text: string): string {
  let rest = crc32(text);
  let digits = "";
  for (let i = 0; i < CHECK; i += 1) {
    digits = `${DIGITS[rest % DIGITS.length]}${digits}`;
    rest = Math.floor(rest / DIGITS.length);
  }
  return digits;
}

/**
 * A new token, `standby_<public part>_<secret><checksum>`, with 190 random bits in its secret. Only its
 * index (lib/tenancy/token-index.ts) and its `prefix`, which tells it from others, may be stored.
 */
export function newToken(kind: TokenKind): { readonly text: string; readonly prefix: string } {
  const prefix = `${NAMES[kind]}_${random(PUBLIC)}`;
  const body = `${prefix}_${random(SECRET)}`;
  return { text: `${body}${checksum(body)}`, prefix };
}

/** Whether a text has the form and the checksum of a token of this kind. */
export function isToken(kind: TokenKind, text: string): boolean {
  return (
    FORM.exec(text)?.[1] === NAMES[kind] &&
    text.endsWith(checksum(text.slice(0, text.length - CHECK)))
  );
}
