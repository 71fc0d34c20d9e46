import { randomBytes, timingSafeEqual } from "node:crypto";
import { keptIndex } from "./kept-key";

/** Digits and letters of which none is taken for another (Crockford's base 32): 5 bits each. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH = 24;
const COUNT = 10;

/** Ten new codes of 120 random bits each, as they are shown: six groups of four. */
export function newBackupCodes(): string[] {
  return Array.from({ length: COUNT }, () =>
    Array.from(randomBytes(LENGTH), (byte) => ALPHABET.charAt(byte & 31))
      .join("")
      .replace(/(.{4})(?!$)/g, "$1-"),
  );
}

/** A code as it is compared: no blanks and hyphens, lower case, and what looks alike is alike. */
export function tidyCode(typed: string): string {
  return typed.replace(/[\s-]/g, "").toLowerCase().replaceAll("o", "0").replace(/[il]/g, "1");
}

/** Whether a tidied code has the shape of a backup code. */
export function isBackupCode(code: string): boolean {
  return /^[0-9a-hjkmnp-tv-z]{24}$/.test(code);
}

/** The keyed hash of a tidied code, different for every user. */
export function hashBackupCode(userId: string, code: string): Promise<string> {
  return keptIndex("index:user.backup-code", userId, code);
}

/** Compares two hashes in the same time whether they are alike or not. */
export function isSameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
