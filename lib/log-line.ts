import { clean } from "@/lib/sentry/scrub";

/** Everything that the server itself writes down, for whoever runs it. docs/log-inventory.md is made of it. */
export const SERVER_EVENTS = {
  "server.started": { level: "info", what: "a server came up; the version of Node" },
  "server.unfit": { level: "error", what: "why a server did not come up: a wrong setting, say" },
  "setting.unwise": { level: "warn", what: "a setting with which something is not protected" },
  error: {
    level: "error",
    what: "a fault of the product: its id, which whoever met it was told, and where it was",
  },
  "error.unhandled": { level: "error", what: "a fault that nothing caught" },
  "server.ending": { level: "error", what: "the server ends in order after such a fault" },
  "alert.raised": {
    level: "warn",
    what: "a security alert: the rule and the organisation’s id, nothing of anybody’s",
  },
  "head.unsent": {
    level: "warn",
    what: "a place outside did not take signed heads of a change log: which, why, and the organisation’s id; tried again",
  },
  "limit.reached": {
    level: "warn",
    what: "a limit was reached, once for each time that it is; whose it is as a keyed hash",
  },
  "request.foreign": {
    level: "warn",
    what: "what no form of ours sends: another site’s form that came as far as a door, unknown or very many fields",
  },
  "policy.broken": {
    level: "warn",
    what: "what a browser says of a page that broke its policy: the rule, by what of where, the kind of page",
  },
  output: { level: "info", what: "what a library printed" },
} as const satisfies Readonly<
  Record<string, { readonly level: "info" | "warn" | "error"; readonly what: string }>
>;

export type ServerEvent = keyof typeof SERVER_EVENTS;
type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** What a terminal or a reader of logs could take for more than a sign of text: JSON escapes only those below U+0020. */
const UNSEEN = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** An event as one line of JSON: when in UTC, how grave, what, and its facts, without secrets, addresses and numbers. */
export function toLine(event: ServerEvent, facts: Facts, at: Date): string {
  const told = Object.entries(facts).map(([name, value]) => [
    name,
    typeof value === "string" ? clean(value.slice(0, 8_000)) : value,
  ]);
  const line = { at: at.toISOString(), level: SERVER_EVENTS[event].level, event };
  return JSON.stringify({ ...line, ...Object.fromEntries(told) }).replace(UNSEEN, escaped);
}

/** Writes an event: to standard output what is well, to standard error what is not. */
export function logLine(event: ServerEvent, facts: Facts = {}): void {
  const stream = SERVER_EVENTS[event].level === "info" ? process.stdout : process.stderr;
  stream.write(`${toLine(event, facts, new Date())}\n`);
}
