import { type Program, parseSync, Visitor } from "oxc-parser";

/** A regular expression as it is written, `/a+/g`, and its two parts. */
export type Pattern = { readonly text: string; readonly source: string; readonly flags: string };

function patternsIn(program: Program): readonly Pattern[] {
  const found: Pattern[] = [];
  const visitor = new Visitor({
    Literal(node) {
      if (!("regex" in node)) return;
      const { pattern: source, flags } = node.regex;
      found.push({ text: `/${source}/${flags}`, source, flags });
    },
  });
  visitor.visit(program);
  return found;
}

/** The regular expressions that are written in these files, each once. Throws for a file that cannot be read. */
export function patternsOf(texts: ReadonlyMap<string, string>): readonly Pattern[] {
  const all = [...texts].flatMap(([file, text]) => {
    const { program, errors } = parseSync(file, text);
    if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
    return patternsIn(program);
  });
  return [...new Map(all.map((one) => [one.text, one])).values()];
}
