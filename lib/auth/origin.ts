import "server-only";
import { headers } from "next/headers";
import { env } from "@/lib/env";
import { type Location, locationIn } from "./location";
import { blockOf, networkOf } from "./network";
import { peerOf } from "./peer";
import { isInside, type Range, toAddress, toRange } from "./ranges";

/**
 * Where a request comes from: the network address, null where nobody can be trusted to know it, the device, and where on
 * earth, if a trusted proxy says so.
 */
export type Origin = {
  readonly address: string | null;
  readonly device: string;
  readonly location?: Location;
};

/** Where the present request comes from. */
export async function requestOrigin(): Promise<Origin> {
  const sent = await headers();
  // Anybody can write a header: only what a proxy of ours hands over counts.
  const isHandedOver = isInside(trustedProxies(), peerOf(sent));
  const location = isHandedOver ? locationIn(sent, env().STANDBY_LOCATION_HEADERS) : null;
  return {
    address: clientAddress(sent),
    device: (sent.get("user-agent") ?? "Unknown device").slice(0, 200),
    ...(location && { location }),
  };
}

let trusted: readonly Range[] | undefined;

/** The ranges of STANDBY_TRUSTED_PROXIES. Throws one sentence for what is none. */
export function trustedProxies(): readonly Range[] {
  trusted ??= env()
    .STANDBY_TRUSTED_PROXIES.split(",")
    .flatMap((one) => one.trim() || [])
    .map((one) => {
      const range = toRange(one);
      if (range) return range;
      throw new Error(`STANDBY_TRUSTED_PROXIES is wrong: “${one}” is no address or range.`);
    });
  return trusted;
}

/** The client's address of a request with these headers, past the proxies of STANDBY_TRUSTED_PROXIES. */
export function clientAddress(sent: Pick<Headers, "get">): string | null {
  const proxies = trustedProxies();
  // Over HTTPS a proxy stands in front, and all would come from there.
  if (proxies.length === 0 && env().STANDBY_URL.startsWith("https:")) return null;
  return addressBehind(peerOf(sent), sent.get("x-forwarded-for") ?? "", proxies);
}

/**
 * The network that limits count a request for: the client's, or where nobody knows that, the network of whoever is at the
 * other end of the connection. No header that a client can write leaves a request uncounted. Null outside of a server.
 */
export function countedNetwork(sent: Pick<Headers, "get">): string | null {
  const address = countedAddress(sent);
  return address && networkOf(address);
}

/** The same, by the block of addresses that the network is in. */
export function countedBlock(sent: Pick<Headers, "get">): string | null {
  const address = countedAddress(sent);
  return address && blockOf(address);
}

const countedAddress = (sent: Pick<Headers, "get">): string | null =>
  clientAddress(sent) ?? toAddress(peerOf(sent) ?? "");

/**
 * Every proxy adds to X-Forwarded-For whom it was called by. It is read from the right, past those that are trusted:
 * what stands further left the client may have written itself. Of a caller that is not trusted the header says nothing: it is
 * where the connection is from. Null where nobody can say, for what is no address.
 */
export function addressBehind(
  peer: string | null,
  forwarded: string,
  trusted: readonly Range[],
): string | null {
  const last = peer === null ? null : toAddress(peer);
  if (last === null) return null;
  if (!isInside(trusted, last)) return last;
  const chain = forwarded.split(",").flatMap((one) => one.trim() || []);
  const client = chain.findLast((one) => !isInside(trusted, one)) ?? chain[0] ?? last;
  return toAddress(client);
}
