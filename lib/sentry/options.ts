import { scrub } from "./scrub";

/** What the SDK would collect by itself, addresses, bodies and local variables among it: none of it. */
const nothing = {
  userInfo: false,
  cookies: false,
  httpHeaders: false,
  httpBodies: [],
  urlQueryParams: false,
  graphQL: { document: false, variables: false },
  genAI: { inputs: false, outputs: false },
  databaseQueryData: false,
  queues: false,
  stackFrameVariables: false,
  frameContextLines: 0,
};

/** One set of options for server, browser and edge. Without a DSN nothing is sent and nothing is said. */
export function sentryOptions(dsn: string | undefined) {
  return {
    dsn: dsn || undefined,
    enabled: Boolean(dsn),
    tracesSampleRate: 0,
    // The other way of tracing knows no `beforeSendTransaction`, and says so on standard error.
    traceLifecycle: "static" as const,
    dataCollection: nothing,
    beforeSend: scrub,
    beforeSendTransaction: scrub,
  };
}
