import { randomUUID } from "node:crypto";
import { captureException, captureMessage, captureRequestError, withScope } from "@sentry/nextjs";
import { failureId } from "./failure-id";
import { logLine, type ServerEvent } from "./log-line";

type FaultEvent = Extract<ServerEvent, `error${string}`>;

/**
 * Tells the operator about a bug: on standard error, and to Sentry if there is one. Never for AppErrors. Gives back the id
 * under which it was written down, for whoever is told that something went wrong.
 */
export function report(error: unknown, event: FaultEvent = "error"): string {
  const id = newId();
  writeFault(id, error, event);
  captureException(error, { tags: { errorId: id } });
  return id;
}

/** The same of a page that failed, under the id that app/error.tsx shows. Takes what Next gives `onRequestError`. */
export function reportPage(...[error, ...rest]: Parameters<typeof captureRequestError>): void {
  const id = (error instanceof Object && failureId(error)) || newId();
  writeFault(id, error, "error");
  withScope((scope) => {
    scope.setTag("errorId", id);
    captureRequestError(error, ...rest);
  });
}

/** Eight digits would be taken out of the log as somebody's number. */
const newId = (): string => `e${randomUUID().slice(0, 7)}`;

function writeFault(id: string, error: unknown, event: FaultEvent): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  logLine(event, { id, name, message, stack: stack ?? null });
}

/**
 * Tells the operator that a security alert was raised: by which rule, and in which organisation, unless it is of the whole
 * installation. Nothing of anybody's.
 */
export function reportAlert(rule: string, orgId?: string): void {
  logLine("alert.raised", { rule, ...(orgId && { organisation: orgId }) });
  captureMessage(`Security alert: ${rule}`, {
    level: "warning",
    tags: { rule, ...(orgId && { organisation: orgId }) },
  });
}
