import { readFileSync } from "node:fs";
import { type Result, readCases, runCase } from "../tests/conformance/run";

const OWN = "tests/conformance/peers.json,tests/conformance/more.json";

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}

/** The last case that begins before a file stops being JSON. */
function caseBefore(text: string, message: string): string {
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
  const ids = [...text.slice(0, position).matchAll(/"id"\s*:\s*"([^"]+)"/g)];
  return ids.at(-1)?.[1] ?? "the first case";
}

function resultsOf(file: string): Result[] {
  const broken = (reason: string): Result[] => [
    { id: file, kind: "file", outcome: "failed", reason: `cannot be read: ${reason}` },
  ];
  let text = "";
  try {
    text = readFileSync(file, "utf8");
    return readCases(text).map(runCase);
  } catch (error) {
    const message = messageOf(error);
    const where = error instanceof SyntaxError ? `, in or after ${caseBefore(text, message)}` : "";
    return broken(`${message}${where}`);
  }
}

/** Runs the cases of the files in CONFORMANCE_FILES (our copies by default), a line each, whatever happens to some. */
export function main(): void {
  const files = (process.env.CONFORMANCE_FILES ?? OWN).split(",").map((file) => file.trim());
  const results = files
    .filter(Boolean)
    .flatMap((file) => resultsOf(file).map((result) => ({ ...result, file })));
  for (const { id, kind, outcome, reason, file } of results) {
    const place = outcome === "failed" && id !== file ? ` (${file})` : "";
    console.log(`${id} ${kind} ${outcome}${reason ? `: ${reason}` : ""}${place}`);
  }
  const count = (wanted: Result["outcome"]): number =>
    results.filter(({ outcome }) => outcome === wanted).length;
  if (count("skipped") > 0) {
    console.log(`${count("skipped")} skipped`);
  }
  console.log(`${count("passed")} passed, ${count("failed")} failed`);
  process.exitCode = count("failed") > 0 ? 1 : 0;
}
