import type { Answer, Sent } from "./send";

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** Of every answer anew, or of its length, which the ids make. */
const OF_ITS_TIME = new Set(["date", "etag", "content-length", "connection", "keep-alive"]);

/** The answer without what is new in each: ids, the organisation's address, the nonce. */
export function plain({ status, headers, body }: Answer, slug: string): string {
  const nonce = /'nonce-([^']+)'/.exec(headers.get("content-security-policy") ?? "")?.[1];
  const kept = [...headers].filter(([name]) => !OF_ITS_TIME.has(name));
  const text = `${status}\n${kept.map((pair) => pair.join(": ")).join("\n")}\n${body}`;
  return text
    .replace(UUID, "ID")
    .replaceAll(slug, "ORG")
    .replaceAll(nonce ?? "'nonce-", "NONCE");
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

const isMissing = ({ status, body }: Answer): boolean =>
  status === 404 || body.includes("NEXT_HTTP_ERROR_FALLBACK;404");

/** A part of a page's frame, which Next hands out before anything of the page is made: the same for every address. */
const isFrame = ({ form }: Sent, { status }: Answer): boolean =>
  form.name.startsWith("prefetch") && (status === 200 || status === 204);

/** What is wrong with an answer to somebody who may not; null if it is shut as it should be. */
export function opening(origin: string, sent: Sent, answer: Answer): string | null {
  const location = answer.headers.get("location");
  if (location && new URL(location, origin).origin !== origin) return `leads away, to ${location}`;
  if (isMissing(answer) || isSignIn(answer) || isFrame(sent, answer)) return null;
  if (sent.action && answer.status === 200 && /"ok":false/.test(answer.body)) return null;
  // Next itself refuses an action whose origin and host differ.
  if (sent.action && answer.status === 500 && "x-forwarded-host" in sent.headers) return null;
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
