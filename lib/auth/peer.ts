import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { newSecret } from "@/lib/crypto/secret";

const HEADER = "x-standby-peer";

// One for the process: the bundler may load this module more than once.
const held = globalThis as typeof globalThis & { standbyPeerMark?: string };
held.standbyPeerMark ??= newSecret();
const mark = held.standbyPeerMark;

/** What a request from this address is marked with. A client cannot write it: the mark is this process's secret. */
export function peerHeader(address: string): Readonly<Record<typeof HEADER, string>> {
  return { [HEADER]: `${mark} ${address}` };
}

/** The address at the other end of the connection; null where the request was not marked. */
export function peerOf(sent: Pick<Headers, "get">): string | null {
  const [marked, address = null] = (sent.get(HEADER) ?? "").split(" ");
  return marked === mark ? address : null;
}

/**
 * Marks every request that this process takes with whom the connection is from. Next itself tells no more than
 * X-Forwarded-For, which anybody can write.
 */
export function markPeers(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const { remoteAddress } = request.socket;
    delete request.headers[HEADER];
    if (remoteAddress) Object.assign(request.headers, peerHeader(remoteAddress));
  });
}
