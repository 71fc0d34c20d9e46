import { entryHash, type StoredEntry } from "@/lib/log/chain";

export const isEntry = (line: string): boolean => !line.startsWith('{"type"');
export const toEntry = (line: string): StoredEntry => JSON.parse(line);

/** The end line of an export made to fit what stands before it. */
export const endOf = (all: readonly string[]): string[] => {
  const last = all.filter(isEntry).map(toEntry).at(-1);
  return all.map((line) =>
    line.startsWith('{"type":"end"')
      ? JSON.stringify({ type: "end", number: last?.number, hash: last?.hash })
      : line,
  );
};

/** Ways to tamper with an export. */
export function tampering(lines: readonly string[]) {
  const indexOf = (number: number): number =>
    lines.findIndex((line) => isEntry(line) && toEntry(line).number === number);
  return {
    indexOf,
    /** The export with one entry changed; `rehashed`: so that its own hash fits again. */
    touched: (number: number, change: Partial<StoredEntry>, rehashed = false): string[] =>
      lines.map((line, i) => {
        if (i !== indexOf(number)) return line;
        const entry = { ...toEntry(line), ...change };
        return JSON.stringify(rehashed ? { ...entry, hash: entryHash(entry) } : entry);
      }),
    /** The export after an entry was changed and all behind it made to fit: what only a kept head shows. */
    rewritten: (number: number, change: (entry: StoredEntry) => Partial<StoredEntry>): string[] => {
      let previous = "";
      return lines.flatMap((line) => {
        if (!isEntry(line)) return line.startsWith('{"type":"head"') ? [] : [line];
        const before = toEntry(line);
        const changed = before.number === number ? change(before) : {};
        const entry = { ...before, ...changed, previous };
        previous = entryHash(entry);
        return [JSON.stringify({ ...entry, hash: previous })];
      });
    },
    changedLine: (type: string, change: (line: string) => string): string[] =>
      lines.map((line) => (line.startsWith(`{"type":"${type}"`) ? change(line) : line)),
    exchanged: (one: number, other: number): string[] =>
      lines
        .with(indexOf(one), lines[indexOf(other)] ?? "")
        .with(indexOf(other), lines[indexOf(one)] ?? ""),
  };
}
