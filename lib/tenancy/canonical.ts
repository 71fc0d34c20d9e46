/** Half of a surrogate pair, alone: such text is no Unicode, and RFC 8785 refuses it. */
const LONE = /\p{Surrogate}/u;

function quote(text: string): string {
  if (LONE.test(text)) throw new RangeError("a text is no Unicode");
  return JSON.stringify(text);
}

/**
 * JSON in the one form of RFC 8785: keys in UTF-16 order, no spaces, so that equal values have equal hashes. Throws a
 * RangeError for what has no such form.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const pairs = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${quote(key)}:${canonical(item)}`);
    return `{${pairs.join(",")}}`;
  }
  if (typeof value === "number" && !Number.isFinite(value))
    throw new RangeError("not a JSON number");
  return typeof value === "string" ? quote(value) : JSON.stringify(value ?? null);
}
