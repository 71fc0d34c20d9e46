import { cleanEmail, cleanName } from "./text";
import type { SourcePerson } from "./types";

/** What a file says of somebody, in one place of it. */
export type Mention = {
  readonly key: string;
  readonly names: readonly (string | null | undefined)[];
  readonly email?: string | null | undefined;
};

/**
 * Everybody of `mentions` that is in `keys`, once, in order of `keys`. The first mention with a
 * name gives the name, the first with a valid address the e-mail; who has no name is called by the
 * address, else by the key.
 */
export function toPeople(keys: Iterable<string>, mentions: readonly Mention[]): SourcePerson[] {
  const byKey = new Map<string, { readonly names: string[]; email: string | null }>();
  for (const mention of mentions) {
    const known = byKey.get(mention.key) ?? { names: [], email: null };
    known.names.push(cleanName(mention.names, ""));
    known.email ??= cleanEmail(mention.email);
    byKey.set(mention.key, known);
  }
  return [...new Set(keys)].map((key) => {
    const known = byKey.get(key);
    const email = known?.email ?? null;
    const fallback = email ?? cleanName([key], "Nameless");
    return { key, name: cleanName(known?.names ?? [], fallback), email };
  });
}
