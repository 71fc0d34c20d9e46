/** What the bundler writes into the code of the browser and the edge, where `lib/env.ts` cannot run. */
export const SENTRY_DSN = process.env.SENTRY_DSN;
export const BROWSER_SENTRY_DSN = process.env.NEXT_PUBLIC_SENTRY_DSN;
export const DEVELOPMENT = process.env.NODE_ENV === "development";

/** The address that people use, read when asked: the edge has no other way to the settings. */
export const publicAddress = (): string | undefined => process.env.STANDBY_URL;
