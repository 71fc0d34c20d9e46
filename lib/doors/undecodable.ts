import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { changeStatus } from "./status";

type Call = { isOurs: boolean };

// One for the process: the bundler may load this module more than once.
const held = globalThis as typeof globalThis & { standbyCalls?: AsyncLocalStorage<Call> };
held.standbyCalls ??= new AsyncLocalStorage();
const calls = held.standbyCalls;

/** Says that the present request has come to code of ours: what fails from now on is no caller's fault. */
export function atWork(): void {
  const call = calls.getStore();
  if (call) call.isOurs = true;
}

/** Whether what fails now is a form that nothing of ours has seen yet: the fault of whoever sent it. */
export function isCallersFault(): boolean {
  return calls.getStore()?.isOurs === false;
}

/** Whether Next makes arguments of an action out of a request's body: of a script's call, or of a form without one. */
const isDecoded = ({ method, headers }: IncomingMessage): boolean =>
  method === "POST" &&
  (headers["next-action"] !== undefined ||
    /^multipart\/form-data/i.test(headers["content-type"] ?? ""));

/**
 * Has forms refused as the caller's fault that Next cannot make arguments of an action of. Next answers them with an
 * error of the server's. Errors of ours stay that: each door that takes forms, and every page, says that it is at work.
 */
export function blameCallers(): void {
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as {
      request: IncomingMessage;
      response: ServerResponse;
    };
    if (!isDecoded(request)) return;
    const call: Call = { isOurs: false };
    calls.enterWith(call);
    changeStatus(response, (wanted) => (wanted === 500 && !call.isOurs ? 400 : wanted));
  });
}
