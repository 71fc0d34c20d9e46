import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Range } from "semver";
import * as z from "zod";
import type { Locked } from "./lockfile";

/** Something wrong with some versions of a package; `range` in npm's words, such as `>=1.0.0 <1.2.3 || =2.0.0`. */
export type Advisory = {
  readonly name: string;
  readonly id: string;
  readonly title: string;
  readonly range: string;
};

/** As npm's registry answers when it is asked about many packages. */
const npmSchema = z.record(
  z.string(),
  z.array(
    z.object({
      id: z.union([z.string(), z.number()]).transform(String),
      title: z.string(),
      vulnerable_versions: z.string(),
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

function ofOsv({ id, summary, withdrawn, affected }: z.output<typeof osvSchema>): Advisory[] {
  if (withdrawn !== undefined) return [];
  return affected
    .filter(({ package: { ecosystem } }) => ecosystem === "npm")
    .map(({ package: { name }, ranges, versions }) => {
      const spans = ranges
        .filter(({ type }) => type === "SEMVER")
        .map((one) => rangeOf(one.events));
      const single = versions.map((version) => `=${version}`);
      return { name, id, title: summary, range: [...spans, ...single].join(" || ") };
    });
}

/** The advisories of a file, in npm's form or OSV's. Throws for another. */
export function readAdvisories(text: string): readonly Advisory[] {
  const content: unknown = JSON.parse(text);
  const osv = z.union([osvSchema.transform((one) => [one]), z.array(osvSchema)]).safeParse(content);
  if (osv.success) return osv.data.flatMap(ofOsv);
  return Object.entries(npmSchema.parse(content)).flatMap(([name, all]) =>
    all.map(({ id, title, vulnerable_versions: range }) => ({ name, id, title, range })),
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

/** A line for each package that an advisory is about. */
export function concerned(all: readonly Locked[], known: readonly Advisory[]): string[] {
  return known.flatMap(({ name, id, title, range }) =>
    all
      .filter((one) => one.name === name && isInRange(one.version, range))
      .map(({ place, version }) => `${place} ${version}: ${id} ${title}`),
  );
}
