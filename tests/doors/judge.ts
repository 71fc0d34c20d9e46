import type { Answer, Sent } from "./send";

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** Of every answer anew, or of its length, which the ids make. */
const OF_ITS_TIME = new Set(["date", "etag", "content-length", "connection", "keep-alive"]);

/** A name that Next makes up for each rendering, with a letter behind it for what it is of. */
const OF_RENDERING = /(?<=")[\w-]{21}[a-z](?=\\*")/g;
/** Where Next cut the parts of a page for sending: wherever it was when it had some. */
const CUT = /"\]\)<\/script><script[^>]*>self\.__next_f\.push\(\[1,"/g;

/**
 * The answer without what is new in each: ids, the organisation's address, the nonce, and in which order the parts of
 * a page were ready.
 */
export function plain({ status, headers, body }: Answer, slug: string): string {
  const nonce = /'nonce-([^']+)'/.exec(headers.get("content-security-policy") ?? "")?.[1];
  const kept = [...headers].filter(([name]) => !OF_ITS_TIME.has(name));
  const parts = body
    .replace(CUT, "")
    .split(/\\n|\n/)
    .sort();
  const text = [status, ...kept.map((pair) => pair.join(": ")), ...parts].join("\n");
  return text
    .replace(UUID, "ID")
    .replace(OF_RENDERING, "NAME")
    .replaceAll(slug, "ORG")
    .replaceAll(nonce ?? "'nonce-", "NONCE");
}

/** Where two texts part, with a little of both; null for equal ones. */
export function parting(one: string, other: string): string | null {
  if (one === other) return null;
  let at = 0;
  while (one[at] === other[at]) at += 1;
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 60));
  return `${around(one)}, and of what does not exist ${around(other)}`;
}

/** Whether an answer leads to sign-in: a redirect, also inside the parts of a page, or an action's word. */
function isSignIn({ status, headers, body }: Answer): boolean {
  const to = headers.get("x-action-redirect") ?? headers.get("location") ?? "";
  if (/^(\/|https?:\/\/[^/]+\/)sign-in\b/.test(to)) return true;
  return (
    status === 401 ||
    /NEXT_REDIRECT;\w+;\/sign-in;/.test(body) ||
    body.includes('"code":"signed_out"')
  );
}

/** Whether an action's answer says that it was done: to Next's router by its result, to both by where it leads. */
export function isDone({ headers, body }: Answer): boolean {
  const to = headers.get("x-action-redirect") ?? headers.get("location") ?? "";
  if (/^\/(sign-in|confirm|second-factor|busy)\b/.test(to)) return false;
  return /"ok":true/.test(body) || to !== "";
}

const isMissing = ({ status, body }: Answer): boolean =>
  status === 404 || body.includes("NEXT_HTTP_ERROR_FALLBACK;404");

/**
 * What Next says before anything of a page is made, the same for every address: a part of the frame, or that there
 * would be parts, without one.
 */
const isFrame = ({ form }: Sent, { status, body }: Answer): boolean =>
  status === 200 &&
  (form.name.startsWith("prefetch") || (form.name === "head of rsc" && body === ""));

/** A key and a session's cookie at once are refused before either is looked at. */
const isTwofold = ({ cookie, headers }: Sent, { status }: Answer): boolean =>
  status === 400 && cookie !== null && "authorization" in headers;

/** What is wrong with an answer to somebody who may not; null if it is shut as it should be. */
export function opening(origin: string, sent: Sent, answer: Answer): string | null {
  const location = answer.headers.get("location");
  if (location && new URL(location, origin).origin !== origin) return `leads away, to ${location}`;
  if (isMissing(answer) || isSignIn(answer) || isTwofold(sent, answer) || isFrame(sent, answer))
    return null;
  if (sent.action && answer.status === 200 && /"ok":false/.test(answer.body)) return null;
  return `answered ${answer.status}`;
}

/** Those of these words that an answer gives away: not those that were in the question. */
export function leaks(
  sent: Sent,
  answer: Answer,
  words: readonly string[],
  slug: string,
): string[] {
  const without = (text: string) => text.replaceAll(slug, "");
  const asked = without(JSON.stringify([sent.path, sent.search, sent.action]));
  const told = without([...answer.headers.values(), answer.body].join("\n"));
  return words.filter((word) => told.includes(word) && !asked.includes(word));
}
