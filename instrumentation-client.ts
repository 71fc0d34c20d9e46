import { BROWSER_SENTRY_DSN } from "@/lib/env.public";

// Without a DSN the browser does not even load it.
if (BROWSER_SENTRY_DSN) {
  const [{ init }, { sentryOptions }] = await Promise.all([
    import("@sentry/nextjs"),
    import("@/lib/sentry/options"),
  ]);
  init(sentryOptions(BROWSER_SENTRY_DSN));
}
