/** The largest file read, in bytes of UTF-8. */
export const FILE_LIMIT = 2 * 1024 * 1024;
/** How deep lists and objects may stand in each other. */
export const DEPTH_LIMIT = 32;

export type Json =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

const refuse = (message: string): Json => ({ ok: false, message });

/**
 * Parses a JSON file that nobody vouches for. Refuses, with a sentence for the user: more than
 * `FILE_LIMIT` bytes, nesting deeper than `DEPTH_LIMIT`, text that is not JSON, and a `__proto__`
 * key (prototype pollution).
 */
export function parseJson(text: string): Json {
  if (text.length > FILE_LIMIT || new TextEncoder().encode(text).length > FILE_LIMIT) {
    return refuse(
      "The file is larger than 2 MB. Export fewer schedules or a shorter time at once.",
    );
  }
  const body = text.replace(/^\uFEFF/, "");
  if (body.trim() === "") return refuse("The file is empty.");
  // Before parsing: the parser itself must not be made to nest.
  if (depthOf(body) > DEPTH_LIMIT) {
    return refuse(`The file nests deeper than ${DEPTH_LIMIT} levels; no export does.`);
  }
  try {
    const value: unknown = JSON.parse(body, refuseProto);
    return { ok: true, value };
  } catch (error) {
    if (error instanceof ForbiddenKey)
      return refuse("The file has a key __proto__; no export does.");
    return refuse("The file is not complete JSON. Was it cut off, or is it another format?");
  }
}

class ForbiddenKey extends Error {}

function refuseProto(key: string, value: unknown): unknown {
  if (key === "__proto__") throw new ForbiddenKey();
  return value;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN: ReadonlySet<number> = new Set([91, 123]);
const CLOSE: ReadonlySet<number> = new Set([93, 125]);

/** The deepest nesting of brackets outside strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = endOfString(text, i);
    else if (OPEN.has(code)) depth += 1;
    else if (CLOSE.has(code)) depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** Where the string that opens at `start` closes, or the end of the text. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text.charCodeAt(i) !== QUOTE) {
    i += text.charCodeAt(i) === BACKSLASH ? 2 : 1;
  }
  return i;
}
