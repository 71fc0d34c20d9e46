import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import * as z from "zod";

/** A test by its file and its title, or the title of what it stands in; both as they are written there. */
export type Proof = { readonly file: string; readonly title: string };

/** One requirement of OWASP ASVS 5.0, and what shows that it is met: tests, or why not. */
export type Requirement = {
  readonly id: string;
  readonly level: number;
  readonly what: string;
  readonly tests: readonly Proof[];
  readonly exception: string;
};

const row = z.strictObject({
  id: z.string().regex(/^\d+\.\d+\.\d+$/),
  level: z.coerce.number().int().min(1).max(3),
  what: z.string().min(5),
  tests: z.string().transform((text) =>
    text
      .split("\n")
      .filter(Boolean)
      .map((line) => {
        const [file = "", title = ""] = line.split(/::(.*)/s);
        return { file, title };
      }),
  ),
  exception: z.string(),
});

/** The requirements of `map.csv`: those of level 1 to 3 that a machine can check. */
export function readMap(): readonly Requirement[] {
  return z.array(row).parse(parse(readFileSync("tests/asvs/map.csv"), { columns: true }));
}
