import { readFileSync } from "node:fs";
import { type Result, readCases, runCase } from "../tests/conformance/run";

const OWN = "tests/conformance/peers.json";

function casesOf(file: string): readonly unknown[] | string {
  try {
    return readCases(readFileSync(file, "utf8"));
  } catch (error) {
    return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  }
}

function resultsOf(file: string): Result[] {
  const cases = casesOf(file);
  return typeof cases === "string"
    ? [{ id: file, kind: "file", outcome: "failed", reason: `cannot be read: ${cases}` }]
    : cases.map(runCase);
}

/** Runs the cases of the files in CONFORMANCE_FILES (our copy by default), a line each. */
export function main(): void {
  const files = (process.env.CONFORMANCE_FILES ?? OWN).split(",").map((file) => file.trim());
  const results = files.filter(Boolean).flatMap(resultsOf);
  for (const { id, kind, outcome, reason } of results) {
    console.log(`${id} ${kind} ${outcome}${reason ? `: ${reason}` : ""}`);
  }
  const count = (wanted: Result["outcome"]): number =>
    results.filter(({ outcome }) => outcome === wanted).length;
  const skipped = count("skipped");
  console.log(
    `${count("passed")} passed, ${count("failed")} failed${skipped ? `, ${skipped} skipped` : ""}`,
  );
  process.exitCode = count("failed") > 0 ? 1 : 0;
}
