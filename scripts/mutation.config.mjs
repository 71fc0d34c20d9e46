// Read by the tests' workers, which inherit it: the same cases for every mutant, and few of them.
process.env.PROPERTY_SEED = "20260504";
process.env.PROPERTY_SHARE = "0.05";

export default {
  mutate: ["lib/schedule/**/*.ts", "!lib/schedule/**/*.test.ts"],
  testRunner: "vitest",
  vitest: { configFile: "scripts/engine.config.ts", related: false },
  coverageAnalysis: "perTest",
  // Stryker would rewrite it with a TypeScript older than ours.
  tsconfigFile: "none",
  concurrency: 1,
  timeoutMS: 5_000,
  timeoutFactor: 2,
  incremental: true,
  incrementalFile: ".mutation/incremental.json",
  tempDirName: ".mutation/sandbox",
  reporters: ["clear-text", "progress-append-only", "json", "html"],
  clearTextReporter: { logTests: false, reportTests: false },
  jsonReporter: { fileName: ".mutation/report.json" },
  htmlReporter: { fileName: ".mutation/report.html" },
  ignorePatterns: [
    "*",
    "!lib",
    "!lib/schedule/**",
    "!tests",
    "!tests/engine/**",
    "!scripts",
    "!scripts/engine*",
    "!package.json",
  ],
  thresholds: { high: 95, low: 90, break: 90 },
};
