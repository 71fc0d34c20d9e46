import { ScimFault } from "./fault";

/** `attribute eq "text"`: all that providers ask before they make or change something. */
export type Filter = { readonly attribute: string; readonly value: string };

const EQ = /^\s*([A-Za-z][\w:.]*)\s+eq\s+("(?:[^"\\]|\\.)*")\s*$/i;

/** A filter by one of these attributes, whose names are in small letters; null where none is asked. Throws ScimFault. */
export function parseFilter(text: string | null, known: readonly string[]): Filter | null {
  if (text === null || text === "") return null;
  const [, name = "", quoted = ""] = EQ.exec(text) ?? [];
  const attribute = name.toLowerCase().replace(/^urn:ietf:params:scim:schemas:core:2\.0:\w+:/, "");
  const value = toText(quoted);
  if (value !== null && known.includes(attribute)) return { attribute, value };
  throw new ScimFault(
    400,
    `Only these can be asked for, by eq and a text in quotes: ${known.join(", ")}.`,
    "invalidFilter",
  );
}

function toText(quoted: string): string | null {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === "string" && !value.includes("\0") ? value : null;
  } catch {
    return null;
  }
}

const MOST = 200;

/** Which part of a list is asked for: `startIndex` counts from one, and what is too small or too large is mended. */
export function parseSlice(search: URLSearchParams): {
  readonly start: number;
  readonly count: number;
} {
  const number = (name: string, otherwise: number) => {
    const value = Number(search.get(name) ?? otherwise);
    if (Number.isInteger(value)) return value;
    throw new ScimFault(400, `${name} is a number.`, "invalidValue");
  };
  return {
    start: Math.min(Math.max(number("startIndex", 1), 1), 1_000_000_000),
    count: Math.min(Math.max(number("count", 100), 0), MOST),
  };
}
