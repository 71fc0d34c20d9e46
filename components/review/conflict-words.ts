import type { People } from "@/components/schedule/people";
import { namesOf } from "@/components/schedule/people";
import type { Conflict } from "@/lib/roster/merge-conflict";
import type { Definition } from "@/lib/schedule/types";

const FIELDS: Readonly<Record<string, string>> = {
  exists: "whether it stays",
  order: "its order",
  parent: "where it belongs",
  people: "who is in it",
  name: "its name",
  windows: "its windows",
  every: "how long a turn lasts",
  anchor: "its handoff",
  everything: "the whole schedule",
};

function nameOf(conflict: Conflict, definitions: readonly Definition[]): string {
  for (const { tiers, calendars } of definitions) {
    const layers = tiers.flatMap((tier) => tier.layers);
    const named = [...tiers, ...layers, ...calendars].find(({ id }) => id === conflict.id);
    if (named) return `${conflict.entity} “${named.name}”`;
    const layer = layers.find(({ rotation }) =>
      rotation.turns.some(({ id }) => id === conflict.id),
    );
    if (layer) return `a turn of “${layer.name}”`;
  }
  return conflict.entity === "schedule"
    ? "the schedule"
    : `an ${conflict.entity}`.replace("an tier", "a tier");
}

/** What a conflict is about: `layer “Nights”: its windows`. */
export function conflictTitle(conflict: Conflict, definitions: readonly Definition[]): string {
  return `${nameOf(conflict, definitions)}: ${FIELDS[conflict.field] ?? conflict.field}`;
}

/** One side's value in words, as short as can be. */
export function conflictValue(value: unknown, people: People): string {
  if (value === null || value === undefined) return "removed";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return value.length === 0 ? "nobody" : namesOf(people, value);
  }
  const text = JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
