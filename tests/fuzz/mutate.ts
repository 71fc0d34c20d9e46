import * as z from "zod";

/** More than a server takes in the first line of a request. */
export const LONGEST_PART = 4_000;

export const pick = <T>(of: readonly T[], at: number): T | undefined => of[at % of.length];

const container = z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]);

/** All places in a document: the way from its root to each value. */
function placesIn(document: unknown, way: readonly string[] = []): (readonly string[])[] {
  const inner = container.safeParse(document);
  if (!inner.success) return [way];
  return [way, ...Object.entries(inner.data).flatMap(([key, one]) => placesIn(one, [...way, key]))];
}

/** The document with another value at the end of the way. */
function replaced(document: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const inner = container.parse(document);
  if (Array.isArray(inner))
    return inner.map((one, n) => (String(n) === key ? replaced(one, rest, by) : one));
  return { ...inner, [key]: replaced(inner[key], rest, by) };
}

/** A document's text with another value at one of its places; a text that is no document becomes the value. */
export function inside(text: string, at: number, by: unknown): string {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return typeof by === "string" ? by : JSON.stringify(by);
  }
  return JSON.stringify(replaced(document, pick(placesIn(document), at) ?? [], by));
}

const NEAR: readonly ((text: string) => string)[] = [
  (text) => `${text}x`,
  (text) => `${text} `,
  (text) => text.toUpperCase(),
  (text) => text.slice(1),
  (text) => text.slice(0, -1),
  (text) => text + text,
  (text) => text.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
  (text) => [...text].reverse().join(""),
];

/** A text that is nearly the same, which as a rule is of the right shape. */
export const near = (text: string, at: number): string => pick(NEAR, at)?.(text) ?? text;

/** Another part in place of one of the path's, encoded so that it arrives as it is. */
export function withPart(path: string, at: number, text: string): string {
  const parts = path.split("/");
  const place = 1 + (at % (parts.length - 1));
  const safe = Buffer.from(text.slice(0, LONGEST_PART)).toString();
  return parts.map((part, n) => (n === place ? encodeURIComponent(safe) || part : part)).join("/");
}
