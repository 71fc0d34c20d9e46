import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";
import { billOfMaterials } from "@/scripts/check/sbom";

const bill = z.object({
  bomFormat: z.literal("CycloneDX"),
  components: z.array(
    z.object({ name: z.string(), version: z.string(), hashes: z.array(z.unknown()).optional() }),
  ),
});
const names = ({ components }: z.output<typeof bill>) =>
  [...new Set(components.map(({ name, version }) => `${name}@${version}`))].toSorted();

test("the bill of materials lists each package that the product runs with, by its hash, as npm's own does", () => {
  const ours = bill.parse(JSON.parse(billOfMaterials(readFileSync("package-lock.json", "utf8"))));
  const options = ["--package-lock-only", "--omit", "dev", "--sbom-format", "cyclonedx"];
  const text = execFileSync("npm", ["sbom", ...options], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const theirs = bill.parse(JSON.parse(text));
  expect(ours.components.length).toBeGreaterThan(100);
  const listed = names(ours);
  expect(names(theirs).filter((name) => !listed.includes(name))).toEqual([]);
  const proven = ours.components.filter(({ hashes }) => hashes);
  expect(proven.length / ours.components.length).toBeGreaterThan(0.95);
  expect(listed.filter((name) => /^(vitest|@biomejs)/.test(name))).toEqual([]);
});

test("each build writes it", () => {
  const build = readFileSync("scripts/boot/build.ts", "utf8");
  expect(build).toContain('const SBOM = ".next/sbom.json"');
  expect(build).toMatch(/await writeFile\(SBOM, billOfMaterials\(/);
});
