import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** A method that Next knows to refuse. */
const REFUSED = "PROPFIND";
/** What stands before the path in the absolute form of an address (RFC 9112, 3.2.2). */
const BEFORE_PATH = /^https?:\/\/[^/?#]*/i;

/**
 * Makes of the first line of each request what Next takes well. TRACE is refused as other methods are that nothing here
 * needs: Next makes a request of the web's own kind out of every request, which cannot be of that method, and would answer
 * with an error of the server's. An address with a host in it is one of the path alone: Next would lead on to that host.
 */
export function mendRequestLines(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    if (request.method === "TRACE") request.method = REFUSED;
    const url = request.url ?? "";
    if (BEFORE_PATH.test(url)) request.url = url.replace(BEFORE_PATH, "").replace(/^(?!\/)/, "/");
  });
}
