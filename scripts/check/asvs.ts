import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { readMap } from "@/tests/asvs/map";
import { judge, type Ran, readRan, type Verdict } from "@/tests/asvs/verdict";
import { type Count, NONE } from "./count";
import type { Step } from "./steps";

const FOLDERS = ["app", "components", "lib", "prisma", "scripts", "tests"];
/** Written anew by every build. */
const WRITTEN = ["next-env.d.ts"];

/** The files of the product, its tests and its settings. */
function sourceFiles(): readonly string[] {
  const settings = readdirSync(".").filter((file) => /\.(ts|js|mjs|json)$/.test(file));
  const inner = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) =>
      path.join(folder, file),
    ),
  );
  return [...settings.filter((file) => !WRITTEN.includes(file)), ...inner].filter(
    (file) => !file.includes("generated") && statSync(file).isFile(),
  );
}

/** Those of the steps with tests whose report is not in the folder, or is older than the source and says nothing about it. */
export function lackingIn(folder: string, steps: readonly Step[]): readonly Step[] {
  const newest = Math.max(...sourceFiles().map((file) => statSync(file).mtimeMs));
  return steps.filter(({ tests }) => {
    const file = tests && path.join(folder, tests.report);
    return file && !(existsSync(file) && statSync(file).mtimeMs >= newest);
  });
}

/** A requirement of OWASP ASVS 5.0 and whether it is met, in a line. */
export const toLine = ({ requirement: { id, level, what }, kind, why }: Verdict): string =>
  `${id.padEnd(7)} L${level} ${kind.padEnd(9)} ${what}${why && ` (${why})`}`;

/**
 * Whether the reports of these steps in a folder show each requirement to be met, and one line of numbers. What tests
 * of other steps would show is not run.
 */
export function readVerdicts(
  folder: string,
  steps: readonly Step[],
): {
  readonly verdicts: readonly Verdict[];
  readonly failed: number;
  readonly closing: string;
} {
  const asked = steps.flatMap(({ tests }) => tests ?? []);
  const ran: readonly Ran[] = asked
    .map(({ report }) => path.join(folder, report))
    .filter((file) => existsSync(file))
    .flatMap((file) => readRan(readFileSync(file, "utf8"), process.cwd()));
  const isAsked = (file: string) => asked.some(({ files }) => files.test(file));
  const verdicts = readMap().map((requirement) => judge(requirement, ran, isAsked));
  const count = (kind: Verdict["kind"]) => verdicts.filter((one) => one.kind === kind).length;
  const failed = count("fail");
  const notRun = count("not run");
  const closing = `${count("pass")} passed, ${failed} failed, ${count("exception")} exceptions`;
  return { verdicts, failed, closing: notRun > 0 ? `${closing}, ${notRun} not run` : closing };
}

/** The step after all others: what they left, against the requirements. Each that is not met counts as a failure. */
export function checkRequirements(folder: string, steps: readonly Step[]): Count {
  const { verdicts, failed, closing } = readVerdicts(folder, steps);
  for (const verdict of verdicts.filter(({ kind }) => kind === "fail"))
    console.error(toLine(verdict));
  console.log(closing);
  return { ...NONE, failed };
}
