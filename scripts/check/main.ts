import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs, stripVTControlCharacters } from "node:util";
import { readRan } from "@/tests/asvs/verdict";
import { generateClient } from "../boot/build";
import { beforeEnd, end, endOnSignals, isEnding } from "../boot/children";
import { type Count, NONE, sum, toLine } from "./count";
import { REPORTS } from "./reports";
import { STEPS, type Step } from "./steps";

/** Of what a test said was wrong, so many characters are shown again at the end. */
const WHY_SHOWN = 1_500;

export type Done = { readonly name: string; readonly count: Count; readonly seconds: number };

/** Runs every check, or those named in `--only=unit,e2e`, and ends with one line of numbers. */
export async function main(args: readonly string[]): Promise<void> {
  endOnSignals(1);
  const done = await runSteps(chosen(args));
  if (isEnding()) return;
  const total = sum(done.map(({ count }) => count));
  process.once("exit", () => console.log(toLine(total)));
  await end(total.failed === 0 ? 0 : 1);
}

/** Runs these checks one after the other, says of each how it ended, and leaves what came of each test in REPORTS. */
export async function runSteps(steps: readonly Step[]): Promise<readonly Done[]> {
  const reports = await mkdtemp(path.join(tmpdir(), "standby-reports-"));
  beforeEnd(() => rm(reports, { recursive: true, force: true }));
  await generateClient();
  const done: Done[] = [];
  for (const step of steps) {
    if (isEnding()) return done;
    if (done.some(({ name, count }) => name === step.needs && count.failed > 0)) continue;
    done.push(await runStep(step, reports, steps));
  }
  await cp(reports, REPORTS, { recursive: true });
  console.log("");
  for (const line of await wrongIn(reports)) console.log(line);
  for (const { name, count, seconds } of done) {
    const verdict = count.failed === 0 ? "ok" : "FAILED";
    console.log(`${name.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s  ${verdict}`);
  }
  return done;
}

/** Most of what went wrong once is far above in the output: the tests that failed, or needed a second try, and why. */
async function wrongIn(reports: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const report of (await readdir(reports)).filter((name) => name.endsWith(".json"))) {
    const ran = readRan(await readFile(path.join(reports, report), "utf8"), process.cwd());
    for (const { file, titles, wrong, status } of ran.filter((one) => one.wrong.length > 0)) {
      lines.push(`${status}: ${report} ${file} “${titles.join(" › ")}”`);
      for (const why of wrong) lines.push(stripVTControlCharacters(why).slice(0, WHY_SHOWN));
    }
  }
  return lines;
}

function chosen(args: readonly string[]): readonly Step[] {
  const { values } = parseArgs({ args: [...args], options: { only: { type: "string" } } });
  if (values.only === undefined) return STEPS;
  const names = values.only.split(",");
  const unknown = names.find((name) => !STEPS.some((step) => step.name === name));
  if (unknown === undefined) return STEPS.filter(({ name }) => names.includes(name));
  const known = STEPS.map(({ name }) => name).join(", ");
  throw new Error(`There is no step ${unknown}: there are ${known}.`);
}

async function runStep(step: Step, reports: string, steps: readonly Step[]): Promise<Done> {
  console.log(`\n== ${step.name}`);
  const began = performance.now();
  const count = await step.run(reports, steps).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    return { ...NONE, failed: 1 };
  });
  return { name: step.name, count, seconds: (performance.now() - began) / 1000 };
}
