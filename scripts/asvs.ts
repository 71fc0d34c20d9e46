import { readVerdicts, toLine } from "./check/asvs";
import { REPORTS } from "./check/reports";

/** Says of each requirement whether the last `npm test` showed it to be met, and ends with one line of numbers. */
export async function main(): Promise<void> {
  const { verdicts, failed, closing } = readVerdicts(REPORTS);
  for (const verdict of verdicts) console.log(toLine(verdict));
  console.log(closing);
  process.exitCode = failed === 0 ? 0 : 1;
}
