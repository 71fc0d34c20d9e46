/** The longest name kept, in UTF-16 units, as the forms and the database count. */
export const NAME_LIMIT = 80;

// Control characters hide text, bidirectional controls reorder it, zero-width ones make two names
// look like one.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/**
 * The text in Unicode's composed form, without control, bidirectional and zero-width characters,
 * with single spaces, at most `limit` UTF-16 units and never half of a character. Markup and
 * formulas stay what they are: text.
 */
export function cleanText(text: string, limit: number = NAME_LIMIT): string {
  const visible = text
    .replace(/[\t\r\n]+/g, " ")
    .replace(HIDDEN, "")
    .normalize("NFC");
  const single = visible.replace(/\s+/g, " ").trim();
  if (single.length <= limit) return single;
  const half = /[\ud800-\udbff]/.test(single.charAt(limit - 1));
  return single.slice(0, half ? limit - 1 : limit).trim();
}

/** The first of `candidates` that is not empty once cleaned, or `fallback`. */
export function cleanName(
  candidates: readonly (string | null | undefined)[],
  fallback: string,
): string {
  for (const candidate of candidates) {
    const name = cleanText(candidate ?? "");
    if (name !== "") return name;
  }
  return fallback;
}

/** Whether cleaning takes away characters that cannot be seen. */
export function hasHidden(text: string): boolean {
  return text.replace(/[\t\r\n]+/g, " ").search(HIDDEN) !== -1;
}

const EMAIL = /^[^\s@<>"(),:;\\[\]]+@(?:[^\s@<>"'(),:;\\[\].]+\.)+[^\s@<>"'(),:;\\[\].]+$/;

/**
 * The address in lower case without hidden characters, or null when it is none. At most 254
 * characters.
 */
export function cleanEmail(text: string | null | undefined): string | null {
  const email = cleanText(text ?? "", 255).toLowerCase();
  return email.length <= 254 && EMAIL.test(email) ? email : null;
}
