import { scrub } from "./scrub";

/** One set of options for server, browser and edge. Without a DSN nothing is sent and nothing is said. */
export function sentryOptions(dsn: string | undefined) {
  return {
    dsn: dsn || undefined,
    enabled: Boolean(dsn),
    tracesSampleRate: 0,
    // The other way of tracing knows no `beforeSendTransaction`, and says so on standard error.
    traceLifecycle: "static" as const,
    beforeSend: scrub,
    beforeSendTransaction: scrub,
  };
}
