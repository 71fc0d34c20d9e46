/** What a cell can hold. Numbers are written with a point and at most four decimals. */
export type Cell = string | number;

/** A spreadsheet takes a cell that begins so for a formula, and may run it. */
const FORMULA = /^[=+\-@\t\r\n]/;
const QUOTED = /[",\r\n]/;

function toText(cell: Cell): string {
  if (typeof cell === "number") return String(Math.round(cell * 10_000) / 10_000);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * A table as RFC 4180 says: lines end in CRLF, cells with commas, quotes or line breaks are quoted. Text that
 * a spreadsheet would take for a formula is led by an apostrophe. `bom` tells old spreadsheets that it is UTF-8.
 */
export function toCsv(rows: readonly (readonly Cell[])[], bom: boolean): string {
  const lines = rows.map((row) => `${row.map(toText).join(",")}\r\n`);
  return `${bom ? "\ufeff" : ""}${lines.join("")}`;
}
