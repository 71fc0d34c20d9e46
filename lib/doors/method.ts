import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** A method that Next knows to refuse. */
const REFUSED = "PROPFIND";

/**
 * Has TRACE refused as other methods are that nothing here needs. Next makes a request of the web's own kind out of
 * every request, which cannot be of that method: it would answer with an error of the server's.
 */
export function refuseTrace(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    if (request.method === "TRACE") request.method = REFUSED;
  });
}
