import { createHash, type Hash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { billOfMaterials } from "../check/sbom";
import { runNode } from "./children";

const SOURCES = [
  "app",
  "components",
  "lib",
  "prisma",
  "public",
  "instrumentation.ts",
  "instrumentation-client.ts",
  "middleware.ts",
  "next.config.js",
  "postcss.config.mjs",
  "sentry.edge.config.ts",
  "sentry.server.config.ts",
  "package-lock.json",
  "tsconfig.json",
];
/** What the build is made of, in the form of CycloneDX. */
const SBOM = ".next/sbom.json";
const BUILT = ".next/standby-build.json";
const GENERATED = "lib/db/generated";
const CLIENT = `${GENERATED}/standby-schema.json`;

/** Makes the database client again if the schema has changed since. */
export async function generateClient(): Promise<void> {
  const wanted = await hashOf(["prisma/schema.prisma", "prisma.config.ts", "package-lock.json"]);
  if (await isStamped(CLIENT, wanted)) return;
  const prisma = "node_modules/prisma/build/index.js";
  // Any file that exists keeps the command from downloading an engine that generating does not need.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
  const { code } = await runNode([prisma, "generate", "--no-hints"], env, "hold");
  if (code !== 0)
    throw new Error("The database client could not be made: see Prisma's words above.");
  await writeFile(CLIENT, JSON.stringify({ hash: wanted }));
}

/** Builds the application unless the last build was of these very sources. */
export async function buildIfStale(env: NodeJS.ProcessEnv): Promise<void> {
  await generateClient();
  const builtIn = [env.SENTRY_DSN, env.NEXT_PUBLIC_SENTRY_DSN].join(" ");
  const wanted = await hashOf(SOURCES, builtIn);
  if (await isStamped(BUILT, wanted)) return;
  console.log("Building…");
  await rm(BUILT, { force: true });
  const { code } = await runNode(["node_modules/next/dist/bin/next", "build"], env);
  if (code !== 0) throw new Error("The application could not be built: see the words above.");
  await writeFile(SBOM, billOfMaterials(await readFile("package-lock.json", "utf8")));
  await writeFile(BUILT, JSON.stringify({ hash: wanted }));
}

async function isStamped(file: string, hash: string): Promise<boolean> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text === JSON.stringify({ hash });
}

async function hashOf(places: readonly string[], settings = ""): Promise<string> {
  const hash = createHash("sha256").update(settings);
  for (const place of places) if (existsSync(place)) await addTo(hash, place);
  return hash.digest("hex");
}

async function addTo(hash: Hash, place: string): Promise<void> {
  const entries = await readdir(place, { withFileTypes: true }).catch(() => null);
  if (entries === null) {
    hash
      .update(`${place}\0`)
      .update(await readFile(place))
      .update("\0");
    return;
  }
  const names = entries.map((entry) => entry.name).sort();
  for (const name of names) {
    const inner = path.posix.join(place, name);
    if (inner !== GENERATED && !/\.test\.tsx?$/.test(name)) await addTo(hash, inner);
  }
}
