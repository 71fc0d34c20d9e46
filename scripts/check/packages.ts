import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as z from "zod";
import { concerned, readAdvisories, readFolder } from "./advisories";
import { type Count, NONE } from "./count";
import { faultsOf, readLockfile } from "./lockfile";

const LOCKFILE = "package-lock.json";
const KNOWN = "scripts/check/advisories.json";

const auditSchema = z.object({
  vulnerabilities: z.record(z.string(), z.object({ severity: z.string(), range: z.string() })),
});

/** What the registry knows of our packages; null where it was not reached, or answers no such question. */
function audit(): readonly string[] | null {
  const { stdout } = spawnSync("npm", ["audit", "--json"], {
    encoding: "utf8",
    timeout: 60_000,
    shell: process.platform === "win32",
  });
  try {
    const { vulnerabilities } = auditSchema.parse(JSON.parse(stdout));
    return Object.entries(vulnerabilities).map(
      ([name, { severity, range }]) => `${name} ${range}: ${severity}`,
    );
  } catch {
    return null;
  }
}

/**
 * The lockfile itself, against the advisories that came with the project and those in the folder
 * STANDBY_ADVISORIES, and by `npm audit` where a registry answers it. Each finding counts as a failure; what npm
 * calls low or moderate is printed only.
 */
export async function checkPackages(): Promise<Count> {
  const all = readLockfile(readFileSync(LOCKFILE, "utf8"));
  const folder = process.env.STANDBY_ADVISORIES;
  const cached = folder ? readFolder(folder) : [];
  const known = [...readAdvisories(readFileSync(KNOWN, "utf8")), ...cached];
  const wrong = [...faultsOf(all), ...concerned(all, known)];
  console.log(`${all.length} packages, ${known.length} advisories, ${wrong.length} findings.`);
  for (const line of wrong) console.error(`  ${line}`);
  const audited = audit();
  if (audited === null) console.log("npm audit: no registry answered, so only the above is known.");
  for (const line of audited ?? []) console.error(`  npm audit: ${line}`);
  const grave = (audited ?? []).filter((line) => /: (high|critical)$/.test(line));
  return { ...NONE, failed: wrong.length + grave.length };
}
