import type { Problem } from "@/lib/roster/schema";
import type { Definition } from "@/lib/schedule/types";

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
  const keys = path.split(".");
  const [list, index, inner, at] = keys;
  const quoted = (name: string | undefined) => (name ? ` “${name}”` : "");
  if (list === "tiers" && index !== undefined) {
    const tier = definition.tiers[Number(index)];
    const layer = inner === "layers" && at !== undefined ? tier?.layers[Number(at)] : undefined;
    const place = `Tier${quoted(tier?.name)}${layer ? `, layer${quoted(layer.name)}` : ""}`;
    const part = partOf(keys.slice(layer ? 4 : 2));
    return part ? `${place}, ${part}` : place;
  }
  if (list === "calendars" && index !== undefined) {
    return `Calendar${quoted(definition.calendars[Number(index)]?.name)}`;
  }
  if (list === "overrides" && index !== undefined) {
    const part = partOf(keys.slice(2));
    return `Override ${Number(index) + 1}${part ? `, ${part}` : ""}`;
  }
  return list === "zone" ? "Time zone" : "";
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
