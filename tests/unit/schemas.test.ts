import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import * as z from "zod";
import { KNOWN } from "@/tests/fuzz/hostile";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);

const FILES = ["app", "lib"]
  .flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: "utf8" }).map((file) => path.join(root, file)),
  )
  .filter((file) => /(^|[/-])(schema|search)(-\w+)*\.ts$/.test(file));

/** Every schema of a form that is exported, by its name. */
async function forms() {
  const found: [string, z.ZodObject][] = [];
  for (const file of FILES) {
    const exported: Record<string, unknown> = await import(path.resolve(file));
    for (const [name, value] of Object.entries(exported))
      if (value instanceof z.ZodObject) found.push([`${file} ${name}`, value]);
  }
  return found;
}

test("no schema of a form throws, whatever the form says: a wrong field is an answer and no fault", async () => {
  const all = await forms();
  expect(all.length).toBeGreaterThan(30);
  const broken: string[] = [];
  for (const [name, schema] of all)
    for (const text of KNOWN)
      try {
        const names = Object.keys(schema.shape);
        await schema.safeParseAsync(Object.fromEntries(names.map((one) => [one, text])));
      } catch (error) {
        broken.push(`${name} by ${JSON.stringify(text.slice(0, 40))}: ${String(error)}`);
      }
  expect(broken).toEqual([]);
});
