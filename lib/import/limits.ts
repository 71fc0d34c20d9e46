import type { Layer, Override } from "@/lib/schedule/types";
import { skipped } from "./notes";
import type { Conversion, ImportedSchedule, Note } from "./types";
import { toCover } from "./windows";

/** The most a definition may hold here (the roster's schema refuses more). */
export const LIMITS = {
  layers: 40,
  turns: 100,
  people: 20,
  windows: 50,
  every: 366,
  overrides: 2000,
  shifts: 200,
} as const;

/**
 * Leaves out, with a note, what a definition here cannot hold; refuses the schedule when too much
 * would be missing.
 */
export function keepWithin(conversion: Conversion): Conversion {
  if (!conversion.ok) return conversion;
  const { schedule } = conversion;
  const notes: Note[] = [];
  const tiers = schedule.definition.tiers.map((tier) => {
    const layers = tier.layers.filter((layer) => keep(layerFault(layer), layer.name, notes));
    const cover = toCover(layers);
    return { ...tier, layers, cover: cover.length > LIMITS.windows ? "always" : cover } as const;
  });
  const layers = tiers.flatMap((tier) => tier.layers);
  if (layers.length > LIMITS.layers) return refuse(schedule, `more than ${LIMITS.layers} layers`);
  const ids: ReadonlySet<string> = new Set(layers.map((layer) => layer.id));
  const overrides = schedule.definition.overrides.filter((override) =>
    keep(overrideFault(override, ids), `Override ${override.id}`, notes),
  );
  if (overrides.length > LIMITS.overrides) {
    return refuse(schedule, `more than ${LIMITS.overrides} overrides`);
  }
  const definition = { ...schedule.definition, tiers, overrides };
  return { ok: true, schedule: { ...schedule, definition, notes: [...schedule.notes, ...notes] } };
}

function refuse(schedule: ImportedSchedule, what: string): Conversion {
  return { ok: false, name: schedule.name, why: `It has ${what}.` };
}

function keep(fault: string | null, what: string, notes: Note[]): boolean {
  if (fault !== null) notes.push(skipped(what, fault));
  return fault === null;
}

function layerFault({ from, until, rotation, windows }: Layer): string | null {
  if (from !== undefined && until !== undefined && until <= from)
    return "It ends before it begins.";
  if (rotation.every > LIMITS.every)
    return `Its turns last more than ${LIMITS.every} ${rotation.unit}s.`;
  if (rotation.turns.length > LIMITS.turns) return `It has more than ${LIMITS.turns} turns.`;
  if (windows.length > LIMITS.windows) return `It has more than ${LIMITS.windows} windows.`;
  return rotation.turns.some(({ people }) => people.length > LIMITS.people)
    ? `A turn in it has more than ${LIMITS.people} people.`
    : null;
}

function overrideFault(override: Override, layers: ReadonlySet<string>): string | null {
  if (override.target.scope === "layer" && !layers.has(override.target.id)) {
    return "The layer it is for did not come over.";
  }
  switch (override.kind) {
    case "replace":
      return override.person === override.by ? "It replaces somebody by the same person." : null;
    case "temporary":
      if (override.shifts.length > LIMITS.shifts) return `More than ${LIMITS.shifts} overlap.`;
      return override.shifts.some(({ people }) => people.length > LIMITS.people) ? CROWD : null;
    default:
      return override.people.length > LIMITS.people ? CROWD : null;
  }
}

const CROWD = `It names more than ${LIMITS.people} people.`;
