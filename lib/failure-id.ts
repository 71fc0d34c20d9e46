/**
 * Under which id a page's failure is written down. A browser learns nothing of it but Next's digest, so the id is made of
 * that: "e1f3k9x". A letter is in it, or the log would take it for somebody's number. Null without a digest.
 */
export function failureId({ digest }: { readonly digest?: unknown }): string | null {
  const number = Number.parseInt(String(digest), 10);
  return Number.isNaN(number) ? null : `e${number.toString(36)}`;
}
