import { readFileSync } from "node:fs";
import { sourceFiles } from "@/tests/doors/inventory";

/** The product's own files. */
export const files = [...sourceFiles(), "middleware.ts", "instrumentation.ts"];
export const texts = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));

/** The product's files in which this stands. */
export const holding = (shape: RegExp): string[] =>
  files.filter((file) => shape.test(texts.get(file) ?? ""));

/** What this finds in them, all of it; of a shape with a group, the group. */
export const found = (shape: RegExp): string[] =>
  [...texts.values()].flatMap((text) =>
    [...text.matchAll(new RegExp(shape, `${shape.flags}g`))].map(
      ([whole, group]) => group ?? whole,
    ),
  );
