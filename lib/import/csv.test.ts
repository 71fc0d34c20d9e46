import { describe, expect, test } from "vitest";
import { fixture } from "@/tests/fixtures/import/files";
import { CSV_LIMIT, type CsvOptions, type CsvResult, ROW_LIMIT, readPeople } from "./csv";

const options: CsvOptions = {
  country: "DE",
  isZone: (name) => /^(Europe|Asia|America)\//.test(name),
};

function accepted(text: string): Extract<CsvResult, { ok: true }> {
  const result = readPeople(text, options);
  if (!result.ok) throw new Error(result.message);
  return result;
}

function refusal(text: string): string {
  const result = readPeople(text, options);
  if (result.ok) throw new Error("the file was accepted");
  return result.message;
}

describe("a file with semicolons, quotes, a byte order mark and faults", () => {
  const { people, problems } = accepted(fixture("people.csv"));

  test("gives its people", () => {
    expect(people).toEqual([
      {
        line: 2,
        name: "Okafor, Amara",
        email: "amara@example.com",
        phone: "+49301234567",
        zone: "Europe/Berlin",
        team: "Payments",
      },
      {
        line: 3,
        name: "Bruno Keller",
        email: "bruno@example.com",
        phone: "+49307654321",
        zone: "Europe/Berlin",
        team: "Payments",
      },
      {
        line: 4,
        name: '=HYPERLINK("x")',
        email: "chiyo@example.com",
        phone: null,
        zone: "Asia/Tokyo",
        team: "Search",
      },
      { line: 8, name: "Evegpj", email: "eve@example.com", phone: null, zone: null, team: null },
      {
        line: 10,
        name: "Farid Haddad",
        email: "farid@example.com",
        phone: null,
        zone: "America/New_York",
        team: "Check;out",
      },
    ]);
  });

  test("tells each fault by its line", () => {
    expect(problems.map(({ line, level, message }) => `${line} ${level} ${message}`)).toEqual([
      "5 skipped The e-mail address is on line 2 already.",
      "6 skipped There is no name.",
      "7 skipped The e-mail address is not one.",
      "8 changed Characters that cannot be seen were taken out.",
      "8 changed The phone number is not one; write it with + and the country's code.",
      "8 changed The time zone is unknown.",
    ]);
  });
});

test("columns come in any order and case, further ones are ignored, names may be missing", () => {
  const { people } = accepted("Shoe size,EMAIL,TZ\n44,ida@example.com,Asia/Tokyo\n");
  expect(people).toMatchObject([{ name: "ida", email: "ida@example.com", zone: "Asia/Tokyo" }]);
});

test("tabs separate, and short lines are only short", () => {
  const { people } = accepted("name\temail\tphone\nIda\n");
  expect(people).toMatchObject([{ name: "Ida", email: null, phone: null }]);
});

test("a long name is cut and said", () => {
  const { people, problems } = accepted(`name\n${"n".repeat(300)}\n`);
  expect(people[0]?.name).toHaveLength(80);
  expect(problems).toMatchObject([{ line: 2, level: "changed" }]);
});

test("without a country a national number is not guessed", () => {
  const text = "name,phone\nIda,030 7654321\nBo,+1 202 456 1111\n";
  const result = readPeople(text, { isZone: () => true });
  expect(result).toMatchObject({ people: [{ phone: null }, { phone: "+12024561111" }] });
});

test("markup and formulas stay text", () => {
  const text = "name\n<b>Bo</b>\n+cmd|' /C calc'!A0\n@SUM(1)\n-2\n";
  expect(accepted(text).people.map(({ name }) => name)).toEqual([
    "<b>Bo</b>",
    "+cmd|' /C calc'!A0",
    "@SUM(1)",
    "-2",
  ]);
});

describe("refused as a whole", () => {
  test.each([
    ["an empty file", "", "empty"],
    ["only empty lines", "\n\n", "empty"],
    ["no header", "Ida,ida@example.com\n", "first line"],
    ["a quote that never closes", 'name,email\n"Ida,ida@example.com\n', "not CSV"],
    ["a line without end", `name\n${"x".repeat(30_000)}\n`, "not CSV"],
    ["more than 1 MB", `name\n${"x\n".repeat(CSV_LIMIT / 2)}`, "1 MB"],
    ["too many lines", `name\n${"x\n".repeat(ROW_LIMIT + 1)}`, "5000"],
  ])("%s", (_, text, words) => {
    expect(refusal(text)).toContain(words);
  });

  test("a header of prototype names does no harm", () => {
    expect(refusal("__proto__,constructor\n1,2\n")).toContain("first line");
  });
});
