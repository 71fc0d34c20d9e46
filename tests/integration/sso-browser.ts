import { GET as callback } from "@/app/sso/[provider]/callback/route";
import { GET as finish } from "@/app/sso/[provider]/finish/route";
import { GET as start } from "@/app/sso/[provider]/start/route";
import { findLiveSession, type LiveSession } from "@/lib/auth/session-store";
import { readToken, sessionCookie } from "@/lib/auth/token";
import { fingerprint } from "@/lib/crypto/secret";
import { jar } from "./sso-jar";

const routes = { start, callback, finish };

/** Follows a link of ours to a step of single sign-on; gives back where it leads to. */
export async function step(
  provider: string,
  what: keyof typeof routes,
  search: URLSearchParams | Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = { "sec-fetch-site": "same-origin" },
): Promise<string> {
  const query = new URLSearchParams(search instanceof URLSearchParams ? search : { ...search });
  const address = `http://localhost:3000/sso/${provider}/${what}?${query}`;
  const request = new Request(address, { headers });
  const answer = await routes[what](request, { params: Promise.resolve({ provider }) });
  return answer.headers.get("location") ?? "";
}

/** The session of the browser; null where it has none that lives. */
export async function session(): Promise<LiveSession | null> {
  const token = await readToken(jar.get(sessionCookie().name) ?? "");
  return token && findLiveSession(fingerprint(token.sessionId), token.userId);
}
