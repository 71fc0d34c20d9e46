import { parseArgs } from "node:util";
import { buildIfStale } from "./boot/build";
import { runNode, runToEnd } from "./boot/children";
import { appEnvironment, scriptEnvironment } from "./boot/environment";
import { openScratch } from "./boot/scratch";
import { startWeb } from "./boot/web";
import { fire, type SoakTenant, type Tally } from "./soak-tenants-fire";

const USAGE =
  "Usage: npm run soak:tenants -- [--requests N] [--minutes N] [--tenants N] [--width N]";

const MINUTE = 60_000;

type Wanted = {
  readonly requests: number;
  readonly minutes: number;
  readonly tenants: number;
  readonly width: number;
};

function readArguments(args: readonly string[]): Wanted {
  const option = (value: string) => ({ type: "string", default: value }) as const;
  const options = {
    requests: option("2000"),
    minutes: option("60"),
    tenants: option("12"),
    width: option("8"),
  };
  const { values } = parseArgs({ args: [...args], options });
  const wanted = {
    requests: Number(values.requests),
    minutes: Number(values.minutes),
    tenants: Number(values.tenants),
    width: Number(values.width),
  };
  if (wanted.tenants > 1 && Object.values(wanted).every((value) => value > 0)) return wanted;
  throw new Error(USAGE);
}

function report({ statuses, leaks, pages, telling, milliseconds }: Tally): void {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0);
  for (const [status, count] of [...statuses].sort()) console.log(`  ${status}: ${count}`);
  console.log(`  median ${at(0.5)} ms, p99 ${at(0.99)} ms`);
  console.log(`  ${telling} of ${pages} own pages show the own canary`);
  for (const { request, found } of leaks.slice(0, 20)) console.log(`  LEAK ${found} in ${request}`);
  console.log(`${sorted.length} requests, ${leaks.length} foreign canaries.`);
}

/** A leak, or a run in which nobody saw anything and nothing could have leaked. */
function hasFailed({ leaks, pages, telling, statuses, milliseconds }: Tally): boolean {
  const broken = [...statuses].filter(([status]) => status.endsWith(" 0"));
  const lost = broken.reduce((sum, [, count]) => sum + count, 0);
  const sawLittle = pages === 0 || telling < pages * 0.95 || lost > milliseconds.length * 0.01;
  return leaks.length > 0 || sawLittle;
}

/**
 * Starts the built application on a database of many organisations that carry canaries in their texts, sends it
 * interleaved requests of all their sessions, and looks for what one sees of another.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { requests, minutes, tenants: count, width } = readArguments(args);
  await runToEnd(async () => {
    const { settings, database } = await openScratch();
    // More requests than members make.
    const env = { ...appEnvironment(settings, database), LIMITS_FACTOR: "10000" };
    await buildIfStale(env);
    const seed = await runNode(
      ["--conditions=react-server", "--import", "tsx", "scripts/soak-tenants-seed.ts", `${count}`],
      scriptEnvironment(settings, database),
      "capture",
    );
    if (seed.code !== 0)
      throw new Error("The organisations could not be made: see the words above.");
    const tenants: readonly SoakTenant[] = JSON.parse(seed.text);
    await startWeb("start", settings, env);
    console.log(`${tenants.length} organisations, ${width} requests at a time.`);
    const limits = { requests, until: Date.now() + minutes * MINUTE };
    const tally = await fire(settings.url, tenants, limits, width);
    report(tally);
    return hasFailed(tally) ? 1 : 0;
  });
}
