import { end, endOnSignals, isEnding } from "./boot/children";
import { lackingIn, readVerdicts, toLine } from "./check/asvs";
import { runSteps } from "./check/main";
import { REPORTS } from "./check/reports";
import { STEPS } from "./check/steps";

/**
 * Says of each requirement whether tests show it to be met, and ends with one line of numbers. What `npm test` left is
 * read; of which it left nothing that is newer than the source, is run first.
 */
export async function main(): Promise<void> {
  endOnSignals(1);
  const lacking = lackingIn(REPORTS, STEPS);
  const isNeeded = (name: string) => lacking.some(({ needs }) => needs === name);
  if (lacking.length > 0)
    await runSteps(STEPS.filter((step) => lacking.includes(step) || isNeeded(step.name)));
  if (isEnding()) return;
  const { verdicts, failed, closing } = readVerdicts(REPORTS, STEPS);
  for (const verdict of verdicts) console.log(toLine(verdict));
  console.log(closing);
  await end(failed === 0 ? 0 : 1);
}
