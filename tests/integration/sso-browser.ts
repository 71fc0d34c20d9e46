import { vi } from "vitest";
import { GET as callback } from "@/app/sso/[provider]/callback/route";
import { GET as finish } from "@/app/sso/[provider]/finish/route";
import { GET as start } from "@/app/sso/[provider]/start/route";
import { findLiveSession, type LiveSession } from "@/lib/auth/store";
import { readToken, sessionCookie } from "@/lib/auth/token";
import { fingerprint } from "@/lib/crypto/secret";

const held = vi.hoisted(() => ({
  jar: new Map<string, string>(),
  headers: {} as Record<string, string>,
  later: [] as Promise<unknown>[],
}));

/** The cookies of the one browser of a test. */
export const jar = held.jar;

/** In place of `next/headers`: that browser, on our own pages. */
export const browserHeaders = {
  headers: async () =>
    new Headers({
      "sec-fetch-site": "same-origin",
      "user-agent": "a test",
      ...held.headers,
    }),
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
    set: (name: string, value: string) => (value ? jar.set(name, value) : jar.delete(name)),
  }),
};

/** In place of `next/server`: what is done once the answer is out. */
export const serverOfTest = {
  after: (work: () => Promise<unknown>) => held.later.push(work()),
  connection: async () => undefined,
};

/** Until everything is done that was left for later. */
export const settled = () => Promise.all(held.later);

const routes = { start, callback, finish };

/** Follows a link of ours to a step of single sign-on; gives back where it leads to. */
export async function step(
  provider: string,
  what: keyof typeof routes,
  search: URLSearchParams | Readonly<Record<string, string>> = {},
): Promise<string> {
  const query = new URLSearchParams(search instanceof URLSearchParams ? search : { ...search });
  const address = `http://localhost:3000/sso/${provider}/${what}?${query}`;
  const request = new Request(address, { headers: { "sec-fetch-site": "same-origin" } });
  const answer = await routes[what](request, { params: Promise.resolve({ provider }) });
  return answer.headers.get("location") ?? "";
}

/** The session of the browser; null where it has none that lives. */
export async function session(): Promise<LiveSession | null> {
  const token = await readToken(jar.get(sessionCookie().name) ?? "");
  return token && findLiveSession(fingerprint(token.sessionId), token.userId);
}
