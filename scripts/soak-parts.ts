import { appendFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { exitOf, runToEnd, spawnNode } from "./boot/children";
import { REPORTS } from "./check/reports";

const VITEST = ["node_modules/vitest/vitest.mjs", "run", "--project"];

type Part = {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** What `npm run soak -- --all` runs, in this order. */
const PARTS = {
  engine: { args: ["scripts/soak.mjs"] },
  trees: { args: [...VITEST, "integration", "query-trees"], env: { QUERY_TREES: "100000" } },
  tenants: { args: ["scripts/soak-tenants.mjs", "--requests", "100000", "--minutes", "1440"] },
  doors: { args: ["scripts/soak-doors.mjs"] },
  races: { args: [...VITEST, "races"], env: { RACE_ROUNDS: "10000" } },
  kills: { args: ["scripts/soak-kills.mjs", "--times", "200"] },
  fuzz: { args: [...VITEST, "integration", "tests/fuzz/inside"], env: { FUZZ_CALLS: "5000" } },
} as const satisfies Readonly<Record<string, Part>>;
type Name = keyof typeof PARTS;
const NAMES = Object.keys(PARTS) as Name[];

const isName = (name: string): name is Name => Object.hasOwn(PARTS, name);

/** The parts of a list such as `trees,kills`; null for a word that is none. */
export function readParts(list: string): readonly Name[] | null {
  const names = list.split(",");
  return names.every(isName) ? NAMES.filter((name) => names.includes(name)) : null;
}

/** The line that says what came of it: of vitest the count of tests, else the last. */
export function closingLine(output: string): string {
  const lines = stripVTControlCharacters(output)
    .split("\n")
    .flatMap((line) => line.trim() || []);
  return lines.findLast((line) => /^Tests\s+\d/.test(line)) ?? lines.at(-1) ?? "said nothing";
}

async function runPart(name: Name, minutes: string): Promise<{ code: number; said: string }> {
  const { args, env = {} }: Part = PARTS[name];
  const own = name === "engine" ? [...args, "--minutes", minutes] : args;
  const child = spawnNode(own, { ...process.env, ...env }, ["ignore", "pipe", "inherit"]);
  let tail = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    process.stdout.write(chunk);
    tail = (tail + chunk).slice(-10_000);
  });
  const code = await exitOf(child);
  return { code, said: closingLine(tail) };
}

/** Runs these parts one after the other, also after one that failed; each leaves a line in `.reports/soak.txt`. */
export async function runParts(names: readonly Name[], minutes: string): Promise<void> {
  const file = path.join(REPORTS, "soak.txt");
  await runToEnd(async () => {
    await mkdir(REPORTS, { recursive: true });
    await writeFile(file, "");
    let failed = 0;
    for (const name of names) {
      const began = Date.now();
      console.log(`== ${name}`);
      const { code, said } = await runPart(name, minutes);
      failed += code === 0 ? 0 : 1;
      const took = ((Date.now() - began) / 60_000).toFixed(1);
      await appendFile(
        file,
        `${name}: ${code === 0 ? "held" : "FAILED"} in ${took} min: ${said}\n`,
      );
    }
    console.log(`${names.length} parts, ${failed} failed: see ${file}.`);
    return failed === 0 ? 0 : 1;
  });
}
