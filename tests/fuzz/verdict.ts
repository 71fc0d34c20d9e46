import type { Answer, Sent } from "@/tests/doors/send";
import { ELEMENT, HEADER } from "./hostile";

/** Whether a call was let in, as far as its answer says; `waits`: it was told to come again. */
export type Outcome = "accepted" | "refused" | "waits" | "unclear";

/** What an action that was answered without an error says of itself, by where it leads and by its result. */
function outcomeOfAction({ name }: Sent["form"], to: string, body: string): Outcome {
  // A code was sent, or a password set: done, and on to where it is used.
  if (/[?&](way|reset)=/.test(to)) return "accepted";
  // Without a script it may be the page that leads on, whatever came of the action on it.
  if (/^(\/|https?:\/\/[^/]+\/)(sign-in|confirm|second-factor)\b/.test(to))
    return name === "form" ? "unclear" : "refused";
  if (/"ok":false/.test(body)) return "refused";
  return /"ok":true/.test(body) || to !== "" ? "accepted" : "unclear";
}

export function outcomeOf(
  { path, action, form }: Sent,
  { status, headers, body }: Answer,
): Outcome {
  const to = headers.get("x-action-redirect") ?? headers.get("location") ?? "";
  if (/"code":"(busy|unavailable)"/.test(body) || /^\/busy/.test(to)) return "waits";
  if (status === 429 || status === 503) return "waits";
  if (status >= 400) return "refused";
  if (form.name === "provider" && form.method !== "GET") return "accepted";
  if (to === "/sign-in?out=1") return "accepted";
  if (form.method === "POST" && path === "/api/auth/signout" && status < 400) return "accepted";
  // To read is to change nothing.
  return action ? outcomeOfAction(form, to, body) : "refused";
}

/** What only the inside of the application knows, by what gives it away. */
const INSIDE: Readonly<Record<string, RegExp>> = {
  "a stack": /\n\s+at (?:async )?[\w.$<>[\] ]*\(?(?:file:|node:|\/)[^\n]*:\d+:\d+/,
  "a path": /node_modules\/|\.next\/(?:server|standalone)|\/lib\/db\/generated/,
  "an error of the database":
    /PrismaClient|\bP20\d\d\b|violates [\w-]+ constraint|syntax error at or near|row-level security/,
  "an error's name": /\b(?:ZodError|TypeError|RangeError|SyntaxError|ReferenceError):/,
  "a password's hash": /\$2[aby]\$\d\d\$/,
  "a connection": /ECONNREFUSED|postgres(?:ql)?:\/\//,
};

/** The text of a question, to tell what an answer says of itself from what it gives back. */
function textOf({ path, search, headers, action }: Sent): string {
  const fields = action?.fields instanceof FormData ? [...action.fields.entries()] : [];
  const values = fields.map(([name, value]) => `${name} ${typeof value === "string" ? value : ""}`);
  return [decodeURIComponent(path), JSON.stringify([search, headers]), ...values].join("\n");
}

/** An id of a token (`tokenId`) is none: the page lists it. */
const SECRET = /(password|secret|token|code)(?!Id$)/i;

/**
 * What was typed into fields for secrets alone, where it is long enough to be nothing else, and the token that was sent: the
 * same text in another field may come back from there.
 */
function sentSecrets({ action, headers }: Sent): string[] {
  const [, token] = /^Bearer (.{16,})$/.exec(headers.authorization ?? "") ?? [];
  const fields = action?.fields instanceof FormData ? [...action.fields.entries()] : [];
  const open = fields.filter(([name]) => !SECRET.test(name)).map(([, value]) => String(value));
  const typed = fields
    .flatMap(([name, value]) =>
      SECRET.test(name) && typeof value === "string" && value.length >= 16 ? [value] : [],
    )
    .filter((secret) => !open.some((text) => text.includes(secret)));
  return token ? [...typed, token] : typed;
}

/** In ms: a database or a shell that was made to sleep, as the hostile texts ask it to, is slower. */
const SLOWEST = 8_500;

/** Whether something broke that the page or the action then hid behind a sentence. */
function isBroken({ form }: Sent, { status, headers, body }: Answer): boolean {
  if (status >= 500 && !(status === 503 && headers.has("retry-after"))) return true;
  if (/"code":"internal"/.test(body)) return true;
  // A form that Next cannot read is an error to it, with a digest; errors of ours keep their status (lib/doors/undecodable.ts).
  if (status === 400 && form.method === "POST") return false;
  return /\bE\{"digest":"\d+"\}/.test(body) || /data-dgst="\d+"/.test(body);
}

/** The caller's own session in what a script could read: next-auth sets its cookie again, which none can. */
function showsSession({ cookie }: Sent, { headers, body }: Answer): boolean {
  const [, session] = cookie?.split(/=(.*)/s) ?? [];
  const readable = [...headers].flatMap(([name, value]) => (name === "set-cookie" ? [] : [value]));
  return session !== undefined && [...readable, body].some((text) => text.includes(session));
}

/** What is wrong with an answer to a hostile call, whoever sent it; nothing where all is as it should be. */
export function faults(
  origin: string,
  sent: Sent,
  answer: Answer,
  secrets: readonly string[],
): string[] {
  const { status, headers, body, milliseconds } = answer;
  const asked = textOf(sent);
  const told = [...headers.values(), body].join("\n");
  const wrong = Object.entries(INSIDE).flatMap(([what, shape]) => {
    const found = shape.exec(told)?.[0];
    return found !== undefined && !asked.includes(found.trim()) ? [`tells ${what}: ${found}`] : [];
  });
  if (isBroken(sent, answer)) wrong.push(`broke: ${status}`);
  if (milliseconds > SLOWEST) wrong.push(`took ${Math.round(milliseconds)} ms`);
  if (headers.has(HEADER)) wrong.push("let a header be written");
  if (headers.get("content-type")?.startsWith("text/html") && body.includes(ELEMENT))
    wrong.push("let markup be written");
  const to = headers.get("location") ?? headers.get("x-action-redirect")?.split(";")[0];
  if (to && new URL(to, origin).origin !== origin) wrong.push(`leads away, to ${to}`);
  const shown = [...secrets, ...sentSecrets(sent)].filter((word) => told.includes(word));
  if (showsSession(sent, answer)) wrong.push("gives the session back");
  return [...wrong, ...shown.map(() => "gives a secret back")];
}
