import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as z from "zod";
import { type Advisory, concerned, readAdvisories, readFolder } from "./advisories";
import { type Count, NONE } from "./count";
import { faultsOf, readLockfile } from "./lockfile";
import { dueOf, type Finding, toGrade } from "./remediation";

const LOCKFILE = "package-lock.json";
const KNOWN = "scripts/check/advisories.json";

const auditSchema = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.string(),
      range: z.string(),
      via: z.array(z.union([z.string(), z.object({ url: z.string().default("") })])).default([]),
    }),
  ),
});

/** What npm's answer to an audit says of our packages, with the dates of the advisories that we know. */
export function readAudit(text: string, known: readonly Advisory[]): readonly Finding[] {
  const { vulnerabilities } = auditSchema.parse(JSON.parse(text));
  // What is there for what it needs alone goes when that does, which is there itself.
  const own = Object.entries(vulnerabilities).filter(
    ([, { via }]) => via.length === 0 || via.some((one) => typeof one !== "string"),
  );
  return own.map(([name, { severity, range, via }]) => {
    const ids = via.flatMap((one) =>
      typeof one === "string" ? [] : (one.url.split("/").at(-1) ?? []),
    );
    const same = known.filter((one) => one.name === name && ids.includes(one.id));
    const dates = same.flatMap(({ published }) => published ?? []);
    return {
      what: `npm audit: ${name} ${range}`,
      id: ids.join(", ") || "of no known id",
      grade: toGrade(severity),
      published: dates.length > 0 && dates.length === ids.length ? Math.min(...dates) : null,
    };
  });
}

/** What the registry says; null where it was not reached, or answers no such question. */
function audit(known: readonly Advisory[]): readonly Finding[] | null {
  const { stdout } = spawnSync("npm", ["audit", "--json"], {
    encoding: "utf8",
    timeout: 60_000,
    shell: process.platform === "win32",
  });
  try {
    return readAudit(stdout, known);
  } catch {
    return null;
  }
}

/** Our own advisories, and all of a folder that was copied here, if there is one. */
export function knownAdvisories(folder: string | undefined): readonly Advisory[] {
  return [...readAdvisories(readFileSync(KNOWN, "utf8")), ...(folder ? readFolder(folder) : [])];
}

/**
 * The lockfile itself, against the advisories that came with the project and those in the folder
 * STANDBY_ADVISORIES, and by `npm audit` where a registry answers it. What is wrong with the lockfile, and each advisory
 * whose time is over, counts as a failure; one that is still in time is printed.
 */
export async function checkPackages(): Promise<Count> {
  const all = readLockfile(readFileSync(LOCKFILE, "utf8"));
  const known = knownAdvisories(process.env.STANDBY_ADVISORIES);
  const wrong = faultsOf(all);
  const audited = audit(known);
  const due = [...concerned(all, known), ...(audited ?? [])].map((one) => dueOf(one, Date.now()));
  const over = due.filter(({ isOver }) => isOver);
  console.log(
    `${all.length} packages, ${known.length} advisories: ${wrong.length} faults of the lockfile, ${over.length} advisories too late, ${due.length - over.length} in time.`,
  );
  if (audited === null) console.log("npm audit: no registry answered, so only the above is known.");
  for (const line of wrong) console.error(`  ${line}`);
  for (const { isOver, line } of due) console.error(`  ${isOver ? "LATE" : "in time"} ${line}`);
  return { ...NONE, failed: wrong.length + over.length };
}
