import { randomInt } from "node:crypto";
import path from "node:path";
import { buildIfStale } from "../boot/build";
import { runNode } from "../boot/children";
import { makeSecrets } from "../boot/secrets";
import { type Asking, askBuilt } from "./ask-built";
import { checkRequirements } from "./asvs";
import { type Count, NONE, readCount, sum } from "./count";
import { doorsAsking, limitsAsking } from "./doors";
import { runBrowserTests } from "./e2e";
import { fuzzAsking } from "./fuzz";
import { checkPackages } from "./packages";

export type Step = {
  readonly name: string;
  /** Not worth trying when that one failed. */
  readonly needs?: string;
  /** The files of the tests that it runs, and the report that it leaves of them. */
  readonly tests?: { readonly files: RegExp; readonly report: string };
  /** `reports` is a folder for what the tools write; `chosen` are the steps of this call. */
  readonly run: (reports: string, chosen: readonly Step[]) => Promise<Count>;
};

/** UTC alone hides where the machine's own zone leaks in. */
const ZONES = ["America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe"];

const BIN = {
  biome: "node_modules/@biomejs/biome/bin/biome",
  knip: "node_modules/knip/bin/knip.js",
  next: "node_modules/next/dist/bin/next",
  tsc: "node_modules/typescript/bin/tsc",
  vitest: "node_modules/vitest/vitest.mjs",
};

const env: NodeJS.ProcessEnv = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };

export const STEPS: readonly Step[] = [
  { name: "lint", run: () => command([BIN.biome, "check"]) },
  { name: "types", run: checkTypes },
  { name: "knip", run: () => command([BIN.knip]) },
  { name: "packages", run: checkPackages },
  {
    name: "unit",
    tests: {
      files: /^(app|components|lib|tests\/(asvs|conformance|engine|unit))\//,
      report: "unit-UTC.json",
    },
    run: (reports) => vitest(reports, "unit", "UTC", []),
  },
  { name: "zones", run: engineInZones },
  {
    name: "integration",
    tests: { files: /^tests\/integration\//, report: "integration-UTC.json" },
    run: (reports) => vitest(reports, "integration", "UTC", []),
  },
  {
    name: "races",
    tests: { files: /^tests\/races\//, report: "races-UTC.json" },
    run: (reports) => vitest(reports, "races", "UTC", []),
  },
  { name: "build", run: build },
  { name: "kills", needs: "build", run: kills },
  {
    name: "doors",
    needs: "build",
    tests: { files: /^tests\/doors\/(http|cache|wire|timing|tenants)/, report: "doors.json" },
    run: doors,
  },
  {
    name: "limits",
    needs: "build",
    tests: { files: /^tests\/limits\//, report: "limits.json" },
    run: async (reports) => asked("limits", reports, await limitsAsking()),
  },
  {
    name: "fuzz",
    needs: "build",
    tests: { files: /^tests\/fuzz\//, report: "fuzz.json" },
    run: fuzz,
  },
  {
    name: "e2e",
    needs: "build",
    tests: { files: /^tests\/e2e\//, report: "e2e.json" },
    run: runBrowserTests,
  },
  { name: "asvs", run: async (reports, chosen) => checkRequirements(reports, chosen) },
];

/** A step that is no test: it counts only when it fails. */
async function command(args: readonly string[]): Promise<Count> {
  const { code } = await runNode(args, env);
  return code === 0 ? NONE : { ...NONE, failed: 1 };
}

/** A few of the many of `npm run soak:kills`; one test, as far as the count goes. */
async function kills(): Promise<Count> {
  const { failed } = await command(["scripts/soak-kills.mjs", "--times", "6"]);
  return failed === 0 ? { ...NONE, passed: 1 } : { ...NONE, failed };
}

async function checkTypes(): Promise<Count> {
  // The types of the routes, which Next writes.
  const { code } = await runNode([BIN.next, "typegen"], env, "hold");
  return code === 0 ? command([BIN.tsc, "--noEmit"]) : { ...NONE, failed: 1 };
}

async function vitest(
  reports: string,
  project: string,
  zone: string,
  paths: readonly string[],
): Promise<Count> {
  const file = path.join(reports, `${project}-${zone.replace("/", "-")}.json`);
  const { code } = await runNode(
    [
      BIN.vitest,
      "run",
      `--project=${project}`,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
      ...paths,
    ],
    { ...env, TZ: zone, NODE_ENV: "test" },
  );
  return readCount(file, code);
}

async function engineInZones(reports: string): Promise<Count> {
  const counts: Count[] = [];
  for (const zone of ZONES) {
    console.log(`TZ=${zone}`);
    counts.push(await vitest(reports, "unit", zone, ["lib/schedule", "tests/engine"]));
  }
  return sum(counts);
}

async function asked(name: string, reports: string, asking: Asking): Promise<Count> {
  const file = path.join(reports, `${name}.json`);
  return readCount(file, await askBuilt(asking, file));
}

/**
 * Each door by each of those who may not, in two of the ways each, whether time tells at a few, and everything once by
 * several organisations at once; `npm run soak -- --only=doors,tenants` takes all ways, all doors and very many.
 */
async function doors(reports: string): Promise<Count> {
  const walk = { rounds: 2, width: 4 };
  const times = { pairs: 40, doors: "few" } as const;
  const crowd = { requests: 1_000, tenants: 4, width: 4, minutes: 10, seed: randomInt(2 ** 31) };
  return asked("doors", reports, await doorsAsking({ walk, times, crowd }));
}

/** What every answer must say, and a few hostile calls of each door, always the same; `npm run soak:fuzz` makes many. */
async function fuzz(reports: string): Promise<Count> {
  return asked("fuzz", reports, await fuzzAsking({ calls: 8, width: 4, seed: 1, only: "" }));
}

/** The build reads settings but no database. */
export async function build(): Promise<Count> {
  const nowhere = "postgresql://nobody@127.0.0.1:1/none";
  await buildIfStale({
    ...env,
    ...makeSecrets(),
    DATABASE_URL: nowhere,
    DATABASE_AUTH_URL: nowhere,
    DATABASE_JOBS_URL: nowhere,
    STANDBY_URL: "http://localhost:3000",
    NODE_ENV: "production",
  });
  return NONE;
}
