import { readFile } from "node:fs/promises";
import * as z from "zod";

/** How many tests there were. */
export type Count = { readonly passed: number; readonly failed: number; readonly skipped: number };

export const NONE: Count = { passed: 0, failed: 0, skipped: 0 };

const vitest = z
  .object({
    numPassedTests: z.int(),
    numFailedTests: z.int(),
    numPendingTests: z.int(),
    numTodoTests: z.int(),
  })
  .transform((report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }));

const playwright = z
  .object({
    stats: z.object({
      expected: z.int(),
      unexpected: z.int(),
      flaky: z.int(),
      skipped: z.int(),
    }),
  })
  .transform(({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }));

const report = z.union([vitest, playwright]);

/**
 * The count in a report file of Vitest or Playwright. A run that failed although no test did (a file that
 * does not load, no report at all) counts as one failure.
 */
export async function readCount(file: string, code: number): Promise<Count> {
  const text = await readFile(file, "utf8").catch(() => "");
  const count = text === "" ? NONE : report.parse(JSON.parse(text));
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

export function sum(counts: readonly Count[]): Count {
  return counts.reduce(
    (total, count) => ({
      passed: total.passed + count.passed,
      failed: total.failed + count.failed,
      skipped: total.skipped + count.skipped,
    }),
    NONE,
  );
}

/** The last line of a run, for people and for machines. */
export function toLine({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
