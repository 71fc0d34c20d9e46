import path from "node:path";
import { defineConfig } from "vitest/config";

const here = import.meta.dirname;

export default defineConfig({
  resolve: {
    alias: [
      // Only a bundler knows which side a file is on; a test is both.
      { find: "server-only", replacement: path.join(here, "tests/support/server-only.ts") },
      { find: "next/font/local", replacement: path.join(here, "tests/support/next-font.ts") },
      { find: /^@\//, replacement: `${here}/` },
    ],
  },
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // For properties on a busy machine.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: [
            "lib/**/*.test.ts",
            "components/**/*.test.{ts,tsx}",
            "app/**/*.test.{ts,tsx}",
            "tests/engine/**/*.test.ts",
            "tests/conformance/**/*.test.ts",
            "tests/unit/**/*.test.ts",
            "tests/asvs/**/*.test.ts",
          ],
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts", "tests/fuzz/inside-*.test.ts"],
          globalSetup: "tests/support/global-database.ts",
          pool: "forks",
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "races",
          include: ["tests/races/**/*.test.ts"],
          globalSetup: "tests/support/global-database.ts",
          pool: "forks",
          testTimeout: 0,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "doors",
          // Against a server and a database that scripts/check/ask-built.ts starts.
          include: ["tests/doors/**/*.test.ts"],
          pool: "forks",
          testTimeout: 6 * 3_600_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "limits",
          // As those of doors, on a server with small budgets.
          include: ["tests/limits/**/*.test.ts"],
          pool: "forks",
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "fuzz",
          // As those of doors.
          include: ["tests/fuzz/**/*.test.ts"],
          exclude: ["tests/fuzz/inside-*.test.ts"],
          pool: "forks",
          testTimeout: 24 * 3_600_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
