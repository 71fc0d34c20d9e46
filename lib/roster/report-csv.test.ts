import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toCsv } from "./report-csv";

describe("a table as CSV", () => {
  test("quotes what must be, ends lines in CRLF, rounds to four decimals", () => {
    expect(
      toCsv(
        [
          ["name", 'Ann "A", Lee', "two\nlines"],
          [1, 2 / 3, 1e-9],
        ],
        false,
      ),
    ).toBe('name,"Ann ""A"", Lee","two\nlines"\r\n1,0.6667,0\r\n');
  });

  test("begins with the mark of UTF-8 when asked to", () => {
    expect(toCsv([["ü"]], true)).toBe("\ufeffü\r\n");
  });

  test.each(["=1+1", "+49 30", "-2", "@SUM(A1)", "\tx", "\rx", "\nx"])(
    "no cell is a formula: %j",
    (text) => {
      const [[cell] = []] = parse(toCsv([[text]], false)) as string[][];
      expect(cell).toBe(`'${text}`);
    },
  );

  test("what a reader gets is what was written", () => {
    const cell = fc.string({ unit: "grapheme", minLength: 1 });
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1 });
    fc.assert(
      fc.property(table, (rows) => {
        const safe = rows.map((row) =>
          row.map((text) => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text)),
        );
        expect(parse(toCsv(rows, false), { record_delimiter: "\r\n" })).toEqual(safe);
      }),
    );
  });
});
