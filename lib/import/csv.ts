import { CsvError, parse } from "csv-parse/sync";
import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js";
import * as z from "zod";
import { cleanEmail, cleanText, hasHidden } from "./text";

/** The largest file read, in bytes of UTF-8. */
export const CSV_LIMIT = 1024 * 1024;
/** The most people in one file. */
export const ROW_LIMIT = 5000;

/**
 * Somebody from a line of the file. `phone` is E.164. Text that begins with `=`, `+`, `-` or `@`
 * is only text.
 */
export type CsvPerson = {
  readonly line: number;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly zone: string | null;
  readonly team: string | null;
};

/**
 * `changed`: the person is taken, without what the message names. `skipped`: the line is not
 * taken.
 */
export type CsvProblem = {
  readonly line: number;
  readonly level: "changed" | "skipped";
  readonly message: string;
};

export type CsvResult =
  | {
      readonly ok: true;
      readonly people: readonly CsvPerson[];
      readonly problems: readonly CsvProblem[];
    }
  | { readonly ok: false; readonly message: string };

export type CsvOptions = {
  /** Whose national numbers are meant where a phone number has no `+country`. */
  readonly country?: CountryCode;
  /** Whether our table knows a zone of this name. */
  readonly isZone: (name: string) => boolean;
};

type Column = "name" | "email" | "phone" | "zone" | "team";

const COLUMNS: Readonly<Record<Column, readonly string[]>> = {
  name: ["name", "full name", "fullname", "display name", "person", "user", "username"],
  email: ["email", "e-mail", "mail", "email address", "e-mail address"],
  phone: ["phone", "mobile", "telephone", "phone number", "mobile phone", "cell", "tel"],
  zone: ["time zone", "timezone", "zone", "tz"],
  team: ["team", "group", "team name"],
};

type Cells = Readonly<Record<Column, string>>;

const refuse = (message: string): CsvResult => ({ ok: false, message });

/**
 * Reads a CSV file of people: a header line (name, email, phone, time zone, team in any order and
 * case; name or email at least), commas, semicolons or tabs, quotes, with or without BOM. Lines
 * with a fault are told by their number; the rest is taken. Refuses as a whole, with a sentence:
 * too large, not CSV, no usable header.
 */
export function readPeople(text: string, options: CsvOptions): CsvResult {
  if (text.length > CSV_LIMIT || new TextEncoder().encode(text).length > CSV_LIMIT) {
    return refuse("The file is larger than 1 MB.");
  }
  const rows = toRows(text);
  if (typeof rows === "string") return refuse(rows);
  const [header, ...body] = rows;
  if (header === undefined) return refuse("The file is empty.");
  if (body.length > ROW_LIMIT)
    return refuse(`The file has more than ${ROW_LIMIT} lines of people.`);
  const columns = findColumns(header.cells);
  if (!columns.has("name") && !columns.has("email")) {
    return refuse("The first line must name the columns, at least name or email.");
  }
  const lines = body.map(({ line, cells }) => toLine(line, pick(cells, columns), options));
  return withoutRepeats(lines);
}

type Row = { readonly line: number; readonly cells: readonly string[] };

const record = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) });

/**
 * Line breaks inside quotes: the parser counts where a record ends, people look where it begins.
 */
function breaksIn(cells: readonly string[]): number {
  return cells.join("").split("\n").length - 1;
}

/** The rows with the number of the line each begins on, or a sentence. */
function toRows(text: string): readonly Row[] | string {
  try {
    const rows: unknown = parse(text, {
      bom: true,
      delimiter: findDelimiter(text),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
      max_record_size: 20_000,
    });
    return z
      .array(record)
      .parse(rows)
      .map((row) => ({ line: row.info.lines - breaksIn(row.record), cells: row.record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === "number" ? ` near line ${error.lines}` : "";
    return `The file is not CSV${line}: a quote is not closed, or a line is too long.`;
  }
}

/** The one of comma, semicolon and tab that the header uses most. */
function findDelimiter(text: string): string {
  const header =
    text
      .slice(0, 2000)
      .trimStart()
      .split(/\r?\n|\r/, 1)[0] ?? "";
  const count = (delimiter: string) => header.split(delimiter).length;
  return [",", ";", "\t"].reduce((best, next) => (count(next) > count(best) ? next : best));
}

function findColumns(header: readonly string[]): ReadonlyMap<Column, number> {
  const titles = header.map((cell) => cleanText(cell).toLowerCase().replaceAll("_", " "));
  const found = new Map<Column, number>();
  for (const column of ["name", "email", "phone", "zone", "team"] as const) {
    const index = titles.findIndex((title) => COLUMNS[column].includes(title));
    if (index !== -1) found.set(column, index);
  }
  return found;
}

function pick(cells: readonly string[], columns: ReadonlyMap<Column, number>): Cells {
  const cell = (column: Column): string => cells[columns.get(column) ?? -1] ?? "";
  return {
    name: cell("name"),
    email: cell("email"),
    phone: cell("phone"),
    zone: cell("zone"),
    team: cell("team"),
  };
}

type Line = { readonly person: CsvPerson | null; readonly problems: readonly CsvProblem[] };

function toLine(line: number, cells: Cells, options: CsvOptions): Line {
  const problems: CsvProblem[] = [];
  const say = (level: CsvProblem["level"], message: string): null => {
    problems.push({ line, level, message });
    return null;
  };
  const email = cleanEmail(cells.email);
  if (email === null && cleanText(cells.email) !== "") {
    say("skipped", "The e-mail address is not one.");
    return { person: null, problems };
  }
  const name = cleanText(cells.name) || cleanText(email?.split("@")[0] ?? "");
  if (name === "") {
    say("skipped", "There is no name.");
    return { person: null, problems };
  }
  if (Object.values(cells).some(hasHidden))
    say("changed", "Characters that cannot be seen were taken out.");
  if (cleanText(cells.name, Number.POSITIVE_INFINITY).length > name.length && cells.name !== "") {
    say("changed", "The name was cut to 80 characters.");
  }
  const phone = toPhone(cells.phone, options.country);
  const zone = cleanText(cells.zone);
  const person: CsvPerson = {
    line,
    name,
    email,
    phone: phone === null ? say("changed", PHONE_MESSAGE) : phone || null,
    zone:
      zone === "" || options.isZone(zone)
        ? zone || null
        : say("changed", "The time zone is unknown."),
    team: cleanText(cells.team) || null,
  };
  return { person, problems };
}

const PHONE_MESSAGE = "The phone number is not one; write it with + and the country's code.";

/** E.164, empty when there is none, null when it cannot be dialled. */
function toPhone(cell: string, country: CountryCode | undefined): string | null {
  const text = cleanText(cell);
  if (text === "") return "";
  const number = parsePhoneNumberFromString(text, { defaultCountry: country, extract: false });
  return number?.isValid() && !number.ext ? number.number : null;
}

function withoutRepeats(lines: readonly Line[]): CsvResult {
  const first = new Map<string, number>();
  const people: CsvPerson[] = [];
  const problems: CsvProblem[] = [];
  for (const { person, problems: own } of lines) {
    const earlier = person?.email ? first.get(person.email) : undefined;
    if (person !== null && earlier !== undefined) {
      const message = `The e-mail address is on line ${earlier} already.`;
      problems.push({ line: person.line, level: "skipped", message });
      continue;
    }
    problems.push(...own);
    if (person === null) continue;
    if (person.email !== null) first.set(person.email, person.line);
    people.push(person);
  }
  return { ok: true, people, problems };
}
