import { withSentryConfig } from "@sentry/nextjs/config";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The optimiser is attack surface that a roster has no use for.
  images: { unoptimized: true },
  // Files to import: 2 MB, and what a form wraps around them.
  experimental: { serverActions: { bodySizeLimit: "5mb" } },
  serverExternalPackages: ["bcrypt", "graphile-worker", "nodemailer", "moment-timezone", "pg"],
};

export default withSentryConfig(config, {
  silent: true,
  telemetry: false,
  sourcemaps: { disable: true },
});
