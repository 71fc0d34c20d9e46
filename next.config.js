import { withSentryConfig } from "@sentry/nextjs/config";

// What a browser offers to pages and a roster has no use for.
const unused = [
  "accelerometer",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "hid",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "serial",
  "usb",
];

// For every response; the policy of pages, with its nonce, is middleware.ts's.
const headers = [
  { key: "Strict-Transport-Security", value: "max-age=63072000; includeSubDomains" },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: unused.map((name) => `${name}=()`).join(", ") },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Embedder-Policy", value: "require-corp" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
];
const nothing = "default-src 'none'; frame-ancestors 'none'";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The optimiser is attack surface that a roster has no use for.
  images: { unoptimized: true },
  // `npm run check` does, and whoever only starts need not wait for it.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: "/:path*", headers },
    { source: "/api/:path*", headers: [{ key: "Content-Security-Policy", value: nothing }] },
  ],
  // Files to import: 2 MB, and what a form wraps around them.
  experimental: { serverActions: { bodySizeLimit: "5mb" } },
  serverExternalPackages: [
    "bcrypt",
    "graphile-worker",
    "ioredis",
    "nodemailer",
    "moment-timezone",
    "pg",
    "rate-limiter-flexible",
    "tsx",
    "twilio",
  ],
};

export default withSentryConfig(config, {
  silent: true,
  telemetry: false,
  sourcemaps: { disable: true },
});
