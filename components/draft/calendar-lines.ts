import { parseDate } from "@/lib/schedule/calendar";
import type { Calendar } from "@/lib/schedule/types";

type Day = Calendar["days"][number];

export type ReadLines = { readonly days: readonly Day[]; readonly wrong: readonly string[] };

const LINE = /^(\d{4}-\d{2}-\d{2})[\s,;]+(?![\s,;])(.+)$/s;

function isDate(text: string): boolean {
  try {
    return Number.isFinite(parseDate(text));
  } catch {
    return false;
  }
}

/**
 * Reads lines such as `2026-12-25 Christmas Day`; a comma, semicolon or tab may stand between. Lines that
 * are neither empty nor a date with a name come back as `wrong`.
 */
export function readLines(text: string): ReadLines {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const read = lines.map((line) => {
    const [, date = "", name = ""] = LINE.exec(line.trim()) ?? [];
    return isDate(date) && name ? { date, name: name.slice(0, 80) } : line;
  });
  return {
    days: read.filter((item) => typeof item !== "string"),
    wrong: read.filter((item) => typeof item === "string"),
  };
}

/** Both lists by date; where a date is in both, the new name holds. */
export function joinDays(known: readonly Day[], added: readonly Day[]): readonly Day[] {
  const byDate = new Map([...known, ...added].map((day) => [day.date, day]));
  return [...byDate.values()].sort((a, b) => a.date.localeCompare(b.date));
}
