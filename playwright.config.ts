import { userInfo } from "node:os";
import { defineConfig } from "@playwright/test";

/** Starts nothing itself: scripts/check/e2e.ts serves the built application and says where. */
export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "**/*.spec.ts",
  globalSetup: "./tests/e2e/set-up-factors.ts",
  // A flood of sign-ins turns others away, so it comes last.
  projects: [
    { name: "journeys", testIgnore: "**/flood.spec.ts" },
    { name: "flood", testMatch: "**/flood.spec.ts", dependencies: ["journeys"] },
  ],
  forbidOnly: true,
  workers: 2,
  timeout: 120_000,
  // A busy machine may be slow once; what fails twice is broken. A test that needed it is called flaky.
  retries: 1,
  expect: { timeout: 15_000 },
  use: {
    baseURL: process.env.STANDBY_URL,
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      // Chromium's own sandbox does not work for root.
      args: userInfo().uid === 0 ? ["--no-sandbox"] : [],
    },
  },
});
