import { randomUUID } from "node:crypto";
import { captureException, captureMessage } from "@sentry/nextjs";
import { logLine, type ServerEvent } from "./log-line";

/**
 * Tells the operator about a bug: on standard error, and to Sentry if there is one. Never for AppErrors. Gives back the id
 * under which it was written down, for whoever is told that something went wrong.
 */
export function report(
  error: unknown,
  event: Extract<ServerEvent, `error${string}`> = "error",
): string {
  // Eight digits would be taken out of the log as somebody's number.
  const id = `e${randomUUID().slice(0, 7)}`;
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  logLine(event, { id, name, message, stack: stack ?? null });
  captureException(error, { tags: { errorId: id } });
  return id;
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
