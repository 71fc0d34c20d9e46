import "server-only";
import { type LookupAddress, lookup } from "node:dns";
import http from "node:http";
import https from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { env } from "@/lib/env";

const MOST_BYTES = 1_000_000;
/** What servers take of an address, and of all headers together; Node's own takes 16 KiB of both. */
const MOST_ADDRESS = 4_096;
const MOST_HEADERS = 8_192;
const PATIENCE_MS = 8_000;

/** What no provider of the public internet has: IANA's registries of special-purpose addresses. */
const special = new BlockList();
for (const range of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  special.addSubnet(range[0], range[1], "ipv4");
// Of IPv6 only 2000::/3 is given out. What is in it and leads elsewhere: documentation, Teredo, 6to4.
for (const range of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  special.addSubnet(range[0], range[1], "ipv6");
const given = new BlockList();
given.addSubnet("2000::", 3, "ipv6");

/** Whether an address is one that anybody on the internet could reach: no private network's, no machine's own. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, "ipv4");
  return family === 6 && given.check(address, "ipv6") && !special.check(address, "ipv6");
}

const isLocalAllowed = (): boolean => env().SSO_LOCAL === "on";

/** Why an address of a provider is not asked; null where it may be. Its host's own addresses are looked at when it is asked. */
export function refusedAddress(url: URL): string | null {
  if (url.username || url.password) return "it holds a name or a password";
  if (isLocalAllowed()) return null;
  if (url.protocol !== "https:") return "it does not begin with https";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return isIP(host) === 0 || isPublicAddress(host) ? null : "it is in a private network";
}

/** Resolves a name, and refuses it when one of its addresses is private: looked at where the connection is made, so that nobody can answer differently in between. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    const [first] = found ?? [];
    if (error || !first) return done(error ?? new Error("no address"), []);
    if (!isLocalAllowed() && !found.every(({ address }) => isPublicAddress(address)))
      return done(new Error(`${hostname} is in a private network`), []);
    return options.all ? done(null, found) : done(null, first.address, first.family);
  });
};

/**
 * A fetch for addresses that an administrator typed or a provider named: HTTPS to public addresses alone, no redirects
 * followed, 4 KiB of address, 8 KiB of headers, a megabyte back, eight seconds. Throws what Node does for a connection that fails.
 */
export async function outbound(
  address: string,
  init: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  },
): Promise<Response> {
  const url = new URL(address);
  const refused = refusedAddress(url);
  if (refused) throw new Error(`${url.origin} is not asked: ${refused}`);
  const headers = Object.entries(init.headers ?? {});
  if (url.href.length > MOST_ADDRESS || headers.flat().join("").length > MOST_HEADERS)
    throw new Error(`${url.origin} is not asked: that would be longer than servers take`);
  const body = init.body ? String(init.body) : ""; // a form, or nothing
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === "https:" ? https : http;
    const sent = request(
      url,
      {
        method: init.method ?? "GET",
        headers: { ...init.headers, "content-length": Buffer.byteLength(body) },
        lookup: publicLookup,
        signal: AbortSignal.timeout(PATIENCE_MS),
        agent: false,
      },
      (answer) => read(answer).then(resolve, reject),
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

async function read(answer: http.IncomingMessage): Promise<Response> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer) {
    size += part.length;
    if (size > MOST_BYTES) {
      answer.destroy();
      throw new Error("the answer is too long");
    }
    parts.push(part);
  }
  const status = answer.statusCode ?? 502;
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    if (value !== undefined) headers.set(name, String(value));
  const hasBody = size > 0 && status !== 204 && status !== 304;
  return new Response(hasBody ? Buffer.concat(parts) : null, { status, headers });
}
