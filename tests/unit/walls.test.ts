import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";

const bites = [
  ["lib/schedule/a.ts", `import "@/lib/db/client";`, "lib/schedule is pure"],
  ["lib/schedule/b.ts", `import "node:fs";`, "lib/schedule is pure"],
  ["lib/schedule/c.ts", "export const now = Date.now();", "global variable Date"],
  ["lib/db/a.ts", `import "@/lib/tenancy/actor";`, "lib/db knows the environment and keys"],
  ["lib/auth/a.ts", `import "@/lib/db/client";`, "only its db.ts reaches the raw client"],
  ["lib/auth/evil-store.ts", `import "@/lib/db/client";`, "A store of sign-in knows its db.ts"],
  ["lib/personal/a.ts", `import "@/lib/db/client";`, "reach the raw client"],
  ["lib/keys/a.ts", `import "../db/client";`, "reach the raw client"],
  ["lib/sentry/a.ts", `import "@prisma/adapter-pg";`, "reach the raw client"],
  ["lib/scim/a.ts", `import "@/lib/auth/db";`, "reach the raw client"],
  ["lib/a.ts", `import "./db/client";`, "reach the raw client"],
  ["lib/b.ts", `import "pg";`, "reach the raw client"],
  ["lib/sso/a.ts", `import "@/lib/db/client";`, "Single sign-on knows"],
  ["lib/limits/a.ts", `import "@/lib/auth/session";`, "Limits know"],
  ["lib/tenancy/a.ts", `import "@/lib/db/client";`, "only its db.ts reaches the raw client"],
  ["lib/notify/a.ts", `import "@/lib/db/client";`, "Notify knows"],
  ["lib/doors/b.ts", `import "@/lib/db/client";`, "A door knows"],
  ["lib/directory/a.ts", `import "@/lib/db/client";`, "The directory knows"],
  ["app/b.tsx", `import "@/lib/db/client";`, "Pages and actions go through"],
  ["lib/people/a.ts", `import "@/lib/roster/store";`, "A slice knows"],
  ["lib/people/b.ts", `import "../tenancy/db";`, "A slice knows"],
  ["lib/people/c.ts", "export const key = process.env.KEY;", "process.env"],
  ["lib/roster/a.ts", `import "@/lib/db/client";`, "A slice knows"],
  ["lib/log/a.ts", `import "@/lib/roster/publish";`, "The log's own room knows"],
  ["lib/alerts/a.ts", `import "@/lib/roster/log-queries";`, "Alerts know"],
  ["lib/import/a.ts", `import "@/lib/roster/store";`, "A slice knows"],
  ["lib/planner/a.ts", `import "@/lib/tenancy/actor";`, "The planner knows"],
  ["lib/doors/a.ts", `import "@/lib/roster/commands";`, "A door knows"],
  ["components/a.tsx", `import "@/lib/people/store";`, "Components get data and actions"],
  ["components/b.tsx", `import { z } from "zod"; z.string();`, "every language of the library"],
  ["app/a.tsx", `import "@/lib/people/store";`, "Pages and actions go through"],
] as const;

const passes = [
  ["lib/schedule/pass.ts", `import "./interval";`],
  ["lib/auth/db.ts", `import "@/lib/db/client";`],
  ["lib/auth/store.ts", `import "./db";`],
  ["lib/auth/pass.ts", `import "@/lib/limits/spend";`],
  ["lib/tenancy/db.ts", `import "@/lib/db/client";`],
  ["lib/import/pass.ts", `import "@/lib/roster/schema";`],
  ["components/pass.tsx", `import "@/lib/people/schema";`],
] as const;

const report = z.object({
  diagnostics: z.array(
    z.object({ message: z.string(), location: z.object({ path: z.string() }).nullable() }),
  ),
});

let folder: string;
let found: ReadonlyMap<string, string>;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "standby-walls-"));
  cpSync("biome.json", path.join(folder, "biome.json"));
  for (const [file, text] of [...bites, ...passes]) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const biome = path.resolve("node_modules/@biomejs/biome/bin/biome");
  const { stdout } = spawnSync(
    process.execPath,
    [biome, "lint", "--reporter=json", "--max-diagnostics=none"],
    { cwd: folder, encoding: "utf8" },
  );
  const said = new Map<string, string>();
  for (const { message, location } of report.parse(JSON.parse(stdout)).diagnostics) {
    const file = location?.path ?? "";
    said.set(file, `${said.get(file) ?? ""}${message}\n`);
  }
  found = said;
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("the walls between rooms", () => {
  test.each(bites)("%s may not say %s", (file, _text, message) => {
    expect(found.get(file)).toContain(message);
  });

  test.each(passes)("%s may say %s", (file) => {
    expect(found.get(file)).toBeUndefined();
  });
});
