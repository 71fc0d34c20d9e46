import type { Instant } from "@/lib/schedule/types";

type Before = { readonly since: Instant | null; readonly kinds: readonly string[] };
type After = { readonly required: boolean; readonly kinds: readonly string[] };

/**
 * Since when a changed policy asks for a factor; null if it asks for none. Whoever had one that counted and has none now
 * gets the whole time of grace: it begins again when a kind is taken away, and only then.
 */
export function decideSince(before: Before, after: After, now: Instant): Instant | null {
  if (!after.required) return null;
  const narrowed = before.kinds.some((kind) => !after.kinds.includes(kind));
  return before.since === null || narrowed ? now : before.since;
}
