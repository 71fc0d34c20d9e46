import * as z from "zod";
import { readLockfile } from "./lockfile";

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ dev: z.boolean().default(false), license: z.string().optional() }),
  ),
});

const own = z.object({
  packages: z.object({ "": z.object({ name: z.string(), version: z.string() }) }),
});

const toHex = (integrity: string): string =>
  Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex");

/** The lockfile's packages that the product runs with, as a bill of materials: CycloneDX 1.6, one component each, with its hash. */
export function billOfMaterials(text: string): string {
  const parsed: unknown = JSON.parse(text);
  const { packages } = lock.parse(parsed);
  const { name, version } = own.parse(parsed).packages[""];
  const components = readLockfile(text)
    .filter(({ place }) => !packages[place]?.dev)
    .map((one) => {
      const purl = `pkg:npm/${one.name.replace("@", "%40")}@${one.version}`;
      const license = packages[one.place]?.license;
      return {
        type: "library",
        "bom-ref": `${purl}#${one.place}`,
        name: one.name,
        version: one.version,
        purl,
        ...(one.integrity && { hashes: [{ alg: "SHA-512", content: toHex(one.integrity) }] }),
        ...(license && { licenses: [{ expression: license }] }),
      };
    });
  const component = { type: "application", name, version };
  const bill = { bomFormat: "CycloneDX", specVersion: "1.6", version: 1, metadata: { component } };
  return `${JSON.stringify({ ...bill, components }, null, 1)}\n`;
}
