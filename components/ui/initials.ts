/** Up to two letters for a name: first of the first word, first of the last. "?" for an empty name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = words.at(0);
  const last = words.length > 1 ? words.at(-1) : undefined;
  const letters = [first, last].map((word) => (word ? ([...word][0] ?? "") : "")).join("");
  return letters.toUpperCase() || "?";
}
