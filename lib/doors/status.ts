import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";
import { type AppError, retryHeader, STATUS } from "@/lib/errors";

// One for the process: the bundler may load this module more than once.
const held = globalThis as typeof globalThis & {
  standbyAnswers?: AsyncLocalStorage<ServerResponse>;
};
held.standbyAnswers ??= new AsyncLocalStorage();
const answers = held.standbyAnswers;

/** Lets an action know the response of its own request, which Next does not give it. */
export function keepAnswers(): void {
  subscribe("http.server.request.start", (message) => {
    answers.enterWith((message as { response: ServerResponse }).response);
  });
}

/** Has a response say another status than Next wants it to. */
export function changeStatus(response: ServerResponse, change: (wanted: number) => number): void {
  let wanted = response.statusCode;
  Object.defineProperty(response, "statusCode", {
    configurable: true,
    get: () => change(wanted),
    set: (next: number) => {
      wanted = next;
    },
  });
}

/**
 * Gives the answer of the present action the status and the header of who has to wait: Next answers every action with 200,
 * which a program, a proxy and a scanner would take for done. Forms go by the words.
 */
export function answerWait(error: AppError): void {
  const response = answers.getStore();
  if (!response || response.headersSent || error.retryAfter === undefined) return;
  changeStatus(response, () => STATUS[error.code]);
  for (const [name, value] of Object.entries(retryHeader(error))) response.setHeader(name, value);
}
