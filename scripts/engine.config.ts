import path from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = path.join(import.meta.dirname, "..");

/** Examples, then properties: a mutant that an example finds costs no more than that. */
class ByPath extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.sort((a, b) => a.moduleId.localeCompare(b.moduleId)));
  }
}

/** The engine's tests for the soak, with those of operations, and alone for mutation testing. */
export default defineConfig({
  root,
  resolve: {
    alias: [
      { find: "server-only", replacement: path.join(root, "tests/support/server-only.ts") },
      { find: /^@\//, replacement: `${root}/` },
    ],
  },
  test: {
    include: [
      "lib/schedule/**/*.test.ts",
      "tests/engine/**/*.test.ts",
      // What is asked a share of the properties is asked about the engine alone.
      ...(process.env.PROPERTY_SHARE === undefined
        ? ["lib/roster/{diff,merge}.test.ts", "lib/planner/propose.test.ts"]
        : []),
    ],
    setupFiles: ["scripts/engine-setup.ts"],
    sequence: { sequencer: ByPath },
    isolate: false,
    // A machine with much to do is slow, not wrong.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
