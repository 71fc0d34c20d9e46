import path from "node:path";
import { defineConfig } from "vitest/config";

const root = path.join(import.meta.dirname, "..");

/** The engine's properties alone, from a seed of the soak's choosing. */
export default defineConfig({
  root,
  resolve: { alias: [{ find: /^@\//, replacement: `${root}/` }] },
  test: {
    include: ["tests/engine/properties.test.ts"],
    setupFiles: ["scripts/soak-seed.ts"],
    // A machine with much to do is slow, not wrong.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
