import { captureException } from "@sentry/nextjs";

/** Tells the operator about a bug: on standard error, and to Sentry if there is one. Never for AppErrors. */
export function report(error: unknown): void {
  console.error(error);
  captureException(error);
}
