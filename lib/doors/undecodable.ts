import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Has calls of actions refused as the caller's fault that Next cannot make arguments of. Next answers them with an
 * error of the server's; but what fails inside of an action is a result (lib/doors/run.ts), never such an answer.
 */
export function blameCallers(): void {
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as {
      request: IncomingMessage;
      response: ServerResponse;
    };
    if (request.headers["next-action"] === undefined) return;
    let status = response.statusCode;
    Object.defineProperty(response, "statusCode", {
      get: () => status,
      set: (wanted: number) => {
        status = wanted === 500 ? 400 : wanted;
      },
    });
  });
}
