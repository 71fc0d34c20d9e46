import type { Found } from "./inventory";
import type { Fields, Sample } from "./sample";

/** Something to ask of the built server: a page or route by its path, or an action by its number. */
export type Target = {
  readonly found: Found;
  readonly sample: Sample;
  /** The path, with the organisation's address and ids in it, of the page that it is or stands on. */
  readonly path: string;
  /** Of an action: by what Next knows it, and what is sent. */
  readonly action: {
    readonly id: string;
    readonly fields: Fields;
    readonly args?: string;
  } | null;
};

/**
 * Nobody, a session that was made up, a member of another organisation; and members: one who lacks just the
 * door's permission, one who has none, and one who has every permission that a team can give, in another team.
 */
export const WHO = ["nobody", "forged", "stranger", "lacking", "nothing", "elsewhere"] as const;
export type Who = (typeof WHO)[number];

export type Form = {
  readonly name: string;
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly headers: Readonly<Record<string, string>>;
  /** Behind the path, as Next's own files of a page are called. */
  readonly suffix?: string;
};

const tree = (parts: unknown): string => encodeURIComponent(JSON.stringify(parts));
const RSC = { rsc: "1" };
const PREFETCH = { ...RSC, "next-router-prefetch": "1" };
const segment = (path: string) => ({ ...PREFETCH, "next-router-segment-prefetch": path });

/** How a browser, Next's own router, or somebody with a tool may ask for a page or route. */
export const READING: readonly Form[] = [
  { name: "html", method: "GET", headers: { accept: "text/html" } },
  { name: "rsc", method: "GET", headers: RSC },
  {
    name: "rsc of the innermost part",
    method: "GET",
    headers: { ...RSC, "next-router-state-tree": tree(["", {}, null, "refetch"]) },
  },
  {
    name: "rsc below a frame that is there",
    method: "GET",
    headers: {
      ...RSC,
      "next-router-state-tree": tree(["", { children: ["o", { children: ["__PAGE__", {}] }] }]),
    },
  },
  { name: "prefetch", method: "GET", headers: PREFETCH },
  { name: "prefetch of the tree", method: "GET", headers: segment("/_tree") },
  { name: "prefetch of the page", method: "GET", headers: segment("/o/$d$org/__PAGE__") },
  { name: "rsc by name", method: "GET", headers: {}, suffix: ".rsc" },
  {
    name: "segment by name",
    method: "GET",
    headers: {},
    suffix: ".segments/_tree.segment.rsc",
  },
  { name: "head", method: "HEAD", headers: {} },
  { name: "head of rsc", method: "HEAD", headers: RSC },
];

/** By Next's router, and as a form without a script. */
export const ACTING: readonly Form[] = [
  { name: "action", method: "POST", headers: { accept: "text/x-component" } },
  { name: "form", method: "POST", headers: { accept: "text/html" } },
];

/** Headers that only Next, or a proxy in front, should write; some of them once opened doors elsewhere. */
export const FORGERIES: readonly Readonly<Record<string, string>>[] = [
  {},
  { "x-middleware-subrequest": Array(5).fill("middleware").join(":") },
  { "x-middleware-subrequest": Array(5).fill("src/middleware").join(":") },
  { "x-middleware-next": "1", "x-middleware-skip": "1" },
  { "x-middleware-rewrite": "/", "x-middleware-redirect": "/" },
  { "x-middleware-override-headers": "cookie", "x-middleware-request-cookie": "a=b" },
  { "x-forwarded-host": "internal.example", "x-forwarded-proto": "https" },
  { "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1" },
  { "x-invoke-path": "/api/health", "x-invoke-status": "200", "x-invoke-output": "/" },
  { "x-nextjs-data": "1" },
  { "x-matched-path": "/api/health" },
  { "x-now-route-matches": "1=other&org=other" },
  { "next-url": "/o/other" },
  { "next-resume": "1", "x-next-resume-state-length": "0" },
  { "x-nextjs-postponed": "1", "next-hmr-refresh": "1" },
  { "x-user-id": "1", "x-org-id": "1", authorization: "Bearer a", "x-nonce": "a" },
];

export type Ask = {
  readonly target: Target;
  readonly who: Who;
  readonly form: Form;
  readonly forgery: Readonly<Record<string, string>>;
};

const formsOf = ({ action }: Target): readonly Form[] => (action ? ACTING : READING);

/** In so many rounds everything is asked in every way. */
export const ROUNDS = READING.length * FORGERIES.length;

/** How many questions a round is. */
export const roundOf = (targets: readonly Target[]): number => targets.length * WHO.length;

/** Of these, at this place and in this round: the first in the first round, each other in one of those that follow. */
function nth<T>([first, ...rest]: readonly T[], place: number, round: number): T | undefined {
  const turn = round % (rest.length + 1);
  return turn === 0 ? first : rest[(turn - 1 + place) % rest.length];
}

/**
 * The n-th ask; null where that was asked in every way already. First everybody asks for everything once, as a browser
 * does; then again in other ways, each in its own.
 */
export function askAt(targets: readonly Target[], n: number): Ask | null {
  const pairs = roundOf(targets);
  const [place, round] = [n % pairs, Math.floor(n / pairs)];
  const target = targets[Math.floor(place / WHO.length)];
  const who = WHO[place % WHO.length];
  if (!target || !who) throw new Error("there is nothing to ask for");
  const forms = formsOf(target);
  if (round >= forms.length * FORGERIES.length) return null;
  const form = nth(forms, place, round);
  const forgery = FORGERIES[(Math.floor(round / forms.length) + place) % FORGERIES.length];
  if (!form || !forgery) throw new Error("there is no way to ask");
  return { target, who, form, forgery };
}
