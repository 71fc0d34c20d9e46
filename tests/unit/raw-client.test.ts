import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

// The linter knows one list of forbidden imports per room, and rooms replace each other's: this is one list for all.

/** What reaches rows past the doors, and the files that may say it. */
const REACHES = {
  "lib/db/client": ["lib/auth/db.ts", "lib/tenancy/db.ts"],
  "lib/auth/db": [
    "lib/auth/accounts-store.ts",
    "lib/auth/connection-store.ts",
    "lib/auth/device-store.ts",
    "lib/auth/erase-store.ts",
    "lib/auth/factor-change-store.ts",
    "lib/auth/factor-store.ts",
    "lib/auth/forget-store.ts",
    "lib/auth/identity-store.ts",
    "lib/auth/kept-key-store.ts",
    "lib/auth/key-store.ts",
    "lib/auth/lost-factor-store.ts",
    "lib/auth/passkey-store.ts",
    "lib/auth/scim-store.ts",
    "lib/auth/sealed-store.ts",
    "lib/auth/sent-code-store.ts",
    "lib/auth/session-store.ts",
    "lib/auth/store.ts",
    "lib/auth/support-store.ts",
  ],
  // The queries' parts; PrismaClient is a value of the same file.
  "lib/db/generated": [
    "lib/auth/device-store.ts",
    "lib/auth/factor-store.ts",
    "lib/auth/key-store.ts",
    "lib/auth/session-store.ts",
    "lib/db/client.ts",
    "lib/tenancy/filter.ts",
  ],
  "@prisma/adapter-pg": ["lib/db/client.ts"],
  "@prisma/client": [],
  // Limits are nobody's rows, and what the database calls out is a number.
  pg: [
    "lib/db/context-key.ts",
    "lib/db/embedded.ts",
    "lib/db/migrate.ts",
    "lib/db/walls.ts",
    "lib/limits/store.ts",
    "lib/notify/listen.ts",
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
type Reach = keyof typeof REACHES;
const NAMES = Object.keys(REACHES) as Reach[];

/** `import … from "…"`, `export … from "…"`, `import "…"`, `import("…")`, `require("…")`, over several lines too. */
const IMPORTS =
  /\b(?:import|export)\s+(?<clause>[\w*{][^"'`;]*?)\s*\bfrom\s*["'`](?<from>[^"'`]+)["'`]|\b(?:import|require)\s*\(?\s*["'`](?<bare>[^"'`]+)["'`]/g;

/** Whether types alone are meant, which are gone when it runs. */
function isOfTypes(clause: string): boolean {
  if (/^type\b(?!\s*,)/.test(clause)) return true;
  const names = /^\{(?<names>[^}]*)\}$/.exec(clause)?.groups?.names?.split(",") ?? [""];
  return (
    names.filter((name) => name.trim()).every((name) => /^\s*type\s/.test(name)) &&
    clause.startsWith("{")
  );
}

/** What of the list a source reaches, however it says so. */
function reachedBy(file: string, text: string): readonly Reach[] {
  const said = [...text.matchAll(IMPORTS)].flatMap(({ groups }) => {
    if (groups?.clause && isOfTypes(groups.clause)) return [];
    return groups?.from ?? groups?.bare ?? [];
  });
  const reached = said.map((name) => {
    if (name.startsWith("@/")) return name.slice(2);
    return name.startsWith(".") ? path.posix.join(path.posix.dirname(file), name) : name;
  });
  return NAMES.filter((name) =>
    reached.some(
      (one) => one.replace(/\.[cm]?[jt]sx?$/, "") === name || one.startsWith(`${name}/`),
    ),
  );
}

function wrongs(file: string, text: string): readonly Reach[] {
  const allowed: Readonly<Record<Reach, readonly string[]>> = REACHES;
  return reachedBy(file, text).filter((name) => !allowed[name].includes(file));
}

const inFolder = (folder: string): readonly string[] =>
  readdirSync(folder, { encoding: "utf8", recursive: true }).map((name) => `${folder}/${name}`);

const files = [...readdirSync("."), ...["app", "components", "lib"].flatMap(inFolder)].filter(
  (file) => /\.[cm]?[jt]sx?$/.test(file) && !/\.test\.|^lib\/db\/generated\//.test(file),
);

describe("what reaches rows past the doors", () => {
  test("is imported where the list says and nowhere else", () => {
    expect(files.length).toBeGreaterThan(500);
    const found = new Map<Reach, string[]>(NAMES.map((name) => [name, []]));
    for (const file of files)
      for (const name of reachedBy(file, readFileSync(file, "utf8"))) found.get(name)?.push(file);
    const listed = Object.fromEntries([...found].map(([name, where]) => [name, where.sort()]));
    expect(listed).toEqual(REACHES);
  });

  test("there is no folder besides that Next would serve from", () => {
    for (const folder of ["pages", "src"])
      expect([folder, existsSync(folder)]).toEqual([folder, false]);
  });

  test("the clients that a process holds are named in one file each", () => {
    const naming = (name: string) =>
      files.filter((file) => readFileSync(file, "utf8").includes(name));
    expect(naming("standbyTenants")).toEqual(["lib/db/client.ts"]);
    expect(naming("standbyIdentities")).toEqual(["lib/auth/db.ts"]);
  });

  test("the raw client itself is reached from two files", () => {
    expect(REACHES["lib/db/client"]).toHaveLength(2);
  });
});

describe("a seeded violation is found", () => {
  const rooms = [
    ...new Set(files.map((file) => path.dirname(file)).filter((dir) => dir.startsWith("lib"))),
  ];
  const places = [...rooms, "app/o/[org]", "app/api/v1", "components/ui", "."].map((dir) =>
    path.posix.join(dir, "evil.ts"),
  );

  test.each([...places, "lib/auth/evil-store.ts", "middleware.ts"])("in %s", (file) => {
    for (const name of NAMES) {
      const spoken = name.startsWith("lib/") ? `@/${name}` : name;
      expect(wrongs(file, `import { evil } from "${spoken}";`), spoken).toEqual([name]);
    }
  });

  const ways = [
    `import "../db/client";`,
    `import { appClient } from "../db/client.ts";`,
    `import * as raw from '@/lib/db/client';`,
    `import {\n  type Evil,\n  appClient,\n} from "@/lib/db/client";`,
    `export { appClient } from "@/lib/db/client";`,
    `export * from "@/lib/db/client";`,
    `const raw = await import("@/lib/db/client");`,
    "const raw = await import(`@/lib/db/client`);",
    `const raw = require("../../lib/db/client");`,
    `import type { A } from "./a";\nimport { appClient } from "@/lib/db/client";`,
  ];

  test.each(ways)("%s", (text) => {
    expect(wrongs("lib/people/evil.ts", text)).toEqual(["lib/db/client"]);
  });

  test("types alone reach nothing", () => {
    const text = `import type { Prisma } from "@/lib/db/generated/client";\nimport { type Client } from "pg";`;
    expect(reachedBy("lib/people/good.ts", text)).toEqual([]);
  });
});
