import { captureException, captureMessage } from "@sentry/nextjs";

/** Tells the operator about a bug: on standard error, and to Sentry if there is one. Never for AppErrors. */
export function report(error: unknown): void {
  console.error(error);
  captureException(error);
}

/** Tells the operator that a security alert was raised: by which rule, in which organisation. Nothing of anybody's. */
export function reportAlert(rule: string, orgId: string): void {
  console.warn(`Security alert “${rule}” in the organisation ${orgId}`);
  captureMessage(`Security alert: ${rule}`, {
    level: "warning",
    tags: { rule, organisation: orgId },
  });
}
