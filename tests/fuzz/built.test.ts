import { readdirSync, readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { secretsIn } from "@/tests/asvs/secret-shapes";

/** What browsers may know of the settings: to whom the page reports its errors. */
const PUBLIC = ["NEXT_PUBLIC_SENTRY_DSN", "SENTRY_DSN"];

/** The settings of `.env.example`, by name. */
const settings = [...readFileSync(".env.example", "utf8").matchAll(/^([A-Z][A-Z_]+)=/gm)].map(
  ([, name = ""]) => name,
);

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file}`)
    .filter((file) => statSync(file).isFile());

test("what is served as files holds no secret, and no name of a setting that browsers have no use for", () => {
  const served = filesIn(".next/static");
  expect(served.filter((file) => file.endsWith(".js")).length).toBeGreaterThan(20);
  const hidden = settings.filter((name) => name.includes("_") && !PUBLIC.includes(name));
  expect(hidden).toEqual(expect.arrayContaining(["AUTH_SECRET", "STANDBY_MASTER_KEY", "SMTP_URL"]));
  const values = hidden.flatMap((name) => process.env[name] ?? []).filter((one) => one.length > 15);
  expect(values.length).toBeGreaterThan(2);
  const shown = served.flatMap((file) => {
    const text = readFileSync(file, "latin1");
    const told = [...hidden, ...values].filter((word) => text.includes(word));
    return [...told, ...secretsIn(text)].map((what) => `${file}: ${what}`);
  });
  expect(shown).toEqual([]);
});

test("no secret is built into the server", () => {
  const built = filesIn(".next/server").filter((file) => /\.(js|json|html|rsc|txt)$/.test(file));
  expect(built.length).toBeGreaterThan(100);
  const { AUTH_SECRET = "", STANDBY_MASTER_KEY = "" } = process.env;
  expect(Math.min(AUTH_SECRET.length, STANDBY_MASTER_KEY.length)).toBeGreaterThan(31);
  const shown = built.flatMap((file) => {
    const text = readFileSync(file, "utf8");
    const told = [AUTH_SECRET, STANDBY_MASTER_KEY].filter((word) => text.includes(word));
    return [...told.map(() => "a setting"), ...secretsIn(text)].map((what) => `${file}: ${what}`);
  });
  expect(shown).toEqual([]);
});
