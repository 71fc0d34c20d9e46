import type { Problem } from "@/lib/roster/schema";
import type { Definition, Tier } from "@/lib/schedule/types";

/** What is wrong with things under a path, and not deeper inside lists that show their own. */
export function problemAt(problems: readonly Problem[], path: string): string | undefined {
  return problems.find((problem) => problem.path === path)?.message;
}

/** The first problem at a path or anywhere inside it. */
export function problemUnder(problems: readonly Problem[], path: string): string | undefined {
  return problems.find((problem) => problem.path === path || problem.path.startsWith(`${path}.`))
    ?.message;
}

const PARTS: Readonly<Record<string, string>> = {
  name: "name",
  cover: "cover",
  windows: "hours",
  turns: "turns",
  anchor: "start",
  every: "rhythm",
  priority: "priority",
  zone: "time zone",
  from: "beginning",
  until: "end",
  holidays: "holidays",
  startsAt: "beginning",
  endsAt: "end",
  target: "target",
  people: "people",
  person: "person",
  by: "replacement",
  reason: "reason",
  shifts: "shifts",
  days: "days",
};

const partOf = (keys: readonly string[]): string | undefined =>
  keys.flatMap((key) => PARTS[key] ?? []).at(-1);

/**
 * Where in the roster a path of parseDefinition points, as people say it: `Tier “Primary”, layer “Weekly”,
 * turns`. Empty for the whole.
 */
export function placeInWords(path: string, definition: Definition): string {
  const [list, index, ...keys] = path.split(".");
  if (list === "zone") return "Time zone";
  const place = Number(index);
  if (list === "tiers" && index) return tierInWords(definition.tiers[place], keys);
  if (list === "calendars" && index) return `Calendar${quoted(definition.calendars[place]?.name)}`;
  if (list === "overrides" && index) return joined(`Override ${place + 1}`, partOf(keys));
  return "";
}

const quoted = (name: string | undefined): string => (name ? ` “${name}”` : "");
const joined = (...parts: readonly (string | undefined)[]): string =>
  parts.filter(Boolean).join(", ");

function tierInWords(tier: Tier | undefined, keys: readonly string[]): string {
  const [inner, index] = keys;
  const called = `Tier${quoted(tier?.name)}`;
  if (inner !== "layers" || index === undefined) return joined(called, partOf(keys));
  const layer = `layer${quoted(tier?.layers[Number(index)]?.name)}`;
  return joined(called, layer, partOf(keys.slice(2)));
}

/** "Tier “Primary”, name: Give it a name." */
export function problemInWords({ path, message }: Problem, definition: Definition): string {
  const place = placeInWords(path, definition);
  return place ? `${place}: ${message}` : message;
}

/** Reads the server's `path: message` back. */
export function toProblem(line: string): Problem {
  const at = line.indexOf(": ");
  return at < 0
    ? { path: "", message: line }
    : { path: line.slice(0, at), message: line.slice(at + 2) };
}
