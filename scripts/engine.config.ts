import path from "node:path";
import { defineConfig } from "vitest/config";

const root = path.join(import.meta.dirname, "..");

/** The engine's tests alone, for the soak and for mutation testing. */
export default defineConfig({
  root,
  resolve: { alias: [{ find: /^@\//, replacement: `${root}/` }] },
  test: {
    include: ["lib/schedule/**/*.test.ts", "tests/engine/**/*.test.ts"],
    setupFiles: ["scripts/engine-setup.ts"],
    isolate: false,
    // A machine with much to do is slow, not wrong.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
