import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Range } from "semver";
import * as z from "zod";
import type { Locked } from "./lockfile";
import { type Finding, type Grade, toGrade } from "./remediation";

/** Something wrong with some versions of a package; `range` in npm's words, such as `>=1.0.0 <1.2.3 || =2.0.0`. */
export type Advisory = {
  readonly name: string;
  readonly id: string;
  readonly title: string;
  readonly range: string;
  readonly grade: Grade;
  /** In ms; null where nobody says. */
  readonly published: number | null;
};

const instant = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })])
  .transform((text) => Date.parse(text));

/** As npm's registry answers when it is asked about many packages; it says nothing of when, which ours do. */
const npmSchema = z.record(
  z.string(),
  z.array(
    z.object({
      id: z.union([z.string(), z.number()]).transform(String),
      title: z.string(),
      vulnerable_versions: z.string(),
      severity: z.string().optional(),
      published: instant.optional(),
    }),
  ),
);

const event = z.object({
  introduced: z.string().optional(),
  fixed: z.string().optional(),
  last_affected: z.string().optional(),
});

/** As osv.dev keeps them, one in a file. */
const osvSchema = z.object({
  id: z.string(),
  summary: z.string().default(""),
  withdrawn: z.string().optional(),
  published: instant.optional(),
  database_specific: z.object({ severity: z.string().optional() }).optional(),
  affected: z.array(
    z.object({
      package: z.object({ ecosystem: z.string(), name: z.string() }),
      ranges: z.array(z.object({ type: z.string(), events: z.array(event) })).default([]),
      versions: z.array(z.string()).default([]),
    }),
  ),
});

/** From each `introduced` up to the `fixed` or `last_affected` that follows it. */
function rangeOf(events: readonly z.output<typeof event>[]): string {
  const parts: string[] = [];
  for (const { introduced, fixed, last_affected: last } of events) {
    if (introduced !== undefined) parts.push(`>=${introduced === "0" ? "0.0.0-0" : introduced}`);
    const upTo = fixed ? `<${fixed}` : last ? `<=${last}` : null;
    if (upTo !== null) parts.push(`${parts.pop() ?? ""} ${upTo}`);
  }
  return parts.join(" || ");
}

function ofOsv(all: z.output<typeof osvSchema>): Advisory[] {
  const { id, summary, withdrawn, affected, published = null } = all;
  if (withdrawn !== undefined) return [];
  const grade = toGrade(all.database_specific?.severity);
  return affected
    .filter(({ package: { ecosystem } }) => ecosystem === "npm")
    .map(({ package: { name }, ranges, versions }) => {
      const spans = ranges
        .filter(({ type }) => type === "SEMVER")
        .map((one) => rangeOf(one.events));
      const single = versions.map((version) => `=${version}`);
      const range = [...spans, ...single].join(" || ");
      return { name, id, title: summary, range, grade, published };
    });
}

/** The advisories of a file, in npm's form or OSV's. Throws for another. */
export function readAdvisories(text: string): readonly Advisory[] {
  const content: unknown = JSON.parse(text);
  const osv = z.union([osvSchema.transform((one) => [one]), z.array(osvSchema)]).safeParse(content);
  if (osv.success) return osv.data.flatMap(ofOsv);
  return Object.entries(npmSchema.parse(content)).flatMap(([name, all]) =>
    all.map(({ id, title, vulnerable_versions: range, severity, published = null }) => ({
      name,
      id,
      title,
      range,
      grade: toGrade(severity),
      published,
    })),
  );
}

/** All advisories of the files of a folder. */
export function readFolder(folder: string): readonly Advisory[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .flatMap((file) => readAdvisories(readFileSync(path.join(folder, file), "utf8")));
}

/**
 * Whether a version lies in a range of an advisory, npm's or GitHub's `>= 1.0.0, < 1.2.3`. A prerelease counts as any
 * version does: it has the faults of what it leads to. Throws for what is no range.
 */
export function isInRange(version: string, range: string): boolean {
  return new Range(range.replaceAll(",", " "), { includePrerelease: true }).test(version);
}

/**
 * Each package that an advisory is about. Of several with one id the first counts: our own list, which may grade anew
 * what is used for tests alone.
 */
export function concerned(all: readonly Locked[], known: readonly Advisory[]): readonly Finding[] {
  const found = known.flatMap(({ name, id, title, range, grade, published }) =>
    all
      .filter((one) => one.name === name && isInRange(one.version, range))
      .map(({ place, version }) => ({
        what: `${place} ${version}`,
        id: title ? `${id} ${title}` : id,
        key: `${place} ${id}`,
        grade,
        published,
      })),
  );
  const firsts = new Map(found.toReversed().map((one) => [one.key, one]));
  return [...firsts.values()].toReversed().map(({ key: _, ...one }) => one);
}
