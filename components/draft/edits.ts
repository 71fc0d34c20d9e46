import type { Calendar, Definition, Layer, Override, Target, Tier } from "@/lib/schedule/types";
import type { Edit } from "./reducer";

type WithId = { readonly id: string };

/** The list with one item exchanged. */
export const replaced = <T extends WithId>(
  list: readonly T[],
  id: string,
  change: (item: T) => T,
): readonly T[] => list.map((item) => (item.id === id ? change(item) : item));

/** The list with the item at `from` put at `to`; both are brought inside the list. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const item = list[from];
  if (item === undefined) return list;
  const rest = list.filter((_, index) => index !== from);
  const place = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, place), item, ...rest.slice(place)];
}

export const editTier =
  (id: string, change: (tier: Tier) => Tier): Edit =>
  (definition) => ({ ...definition, tiers: replaced(definition.tiers, id, change) });

export const editLayer =
  (id: string, change: (layer: Layer) => Layer): Edit =>
  (definition) => ({
    ...definition,
    tiers: definition.tiers.map((tier) =>
      tier.layers.some((layer) => layer.id === id)
        ? { ...tier, layers: replaced(tier.layers, id, change) }
        : tier,
    ),
  });

export const addTiers =
  (tiers: readonly Tier[]): Edit =>
  (definition) => ({ ...definition, tiers: [...definition.tiers, ...tiers] });

export const addLayer = (tier: string, layer: Layer): Edit =>
  editTier(tier, (found) => ({ ...found, layers: [...found.layers, layer] }));

export const moveTier =
  (id: string, by: number): Edit =>
  (definition) => {
    const from = definition.tiers.findIndex((tier) => tier.id === id);
    const to = from + by;
    if (from < 0 || to < 0 || to >= definition.tiers.length) return definition;
    return { ...definition, tiers: moved(definition.tiers, from, to) };
  };

export const removeTier =
  (id: string): Edit =>
  (definition) =>
    withoutStrays({ ...definition, tiers: definition.tiers.filter((tier) => tier.id !== id) });

export const removeLayer =
  (id: string): Edit =>
  (definition) =>
    withoutStrays({
      ...definition,
      tiers: definition.tiers.map((tier) => ({
        ...tier,
        layers: tier.layers.filter((layer) => layer.id !== id),
      })),
    });

/** Adds the override at the end, where it is applied last; or puts it in the place of the one with its id. */
export const putOverride =
  (override: Override): Edit =>
  (definition) => {
    const known = definition.overrides.some(({ id }) => id === override.id);
    const overrides = known
      ? replaced(definition.overrides, override.id, () => override)
      : [...definition.overrides, override];
    return { ...definition, overrides };
  };

export const removeOverride =
  (id: string): Edit =>
  (definition) =>
    withoutStrays({
      ...definition,
      overrides: definition.overrides.filter((override) => override.id !== id),
    });

export const putCalendar =
  (calendar: Calendar): Edit =>
  (definition) => {
    const known = definition.calendars.some(({ id }) => id === calendar.id);
    const calendars = known
      ? replaced(definition.calendars, calendar.id, () => calendar)
      : [...definition.calendars, calendar];
    return { ...definition, calendars };
  };

export const removeCalendar =
  (id: string): Edit =>
  (definition) => ({
    ...definition,
    calendars: definition.calendars.filter((calendar) => calendar.id !== id),
    tiers: definition.tiers.map((tier) => ({
      ...tier,
      layers: tier.layers.map((layer) => {
        if (layer.holidays?.calendar !== id) return layer;
        const { holidays: _gone, ...rest } = layer;
        return rest;
      }),
    })),
  });

const finds = (target: Target, definition: Definition, kept: ReadonlySet<string>): boolean => {
  if (target.scope === "schedule") return true;
  if (target.scope === "override") return kept.has(target.id);
  if (target.scope === "tier") return definition.tiers.some(({ id }) => id === target.id);
  return definition.tiers.some(({ layers }) => layers.some(({ id }) => id === target.id));
};

/** Overrides whose target is gone go too, and so do those that aim at them. */
function withoutStrays(definition: Definition): Definition {
  const kept = new Set<string>();
  const tiers = new Set(definition.tiers.map(({ id }) => id));
  const overrides = definition.overrides.flatMap((override): Override[] => {
    if (!finds(override.target, definition, kept)) return [];
    kept.add(override.id);
    if (override.kind !== "temporary") return [override];
    const shifts = override.shifts.filter(({ tier }) => tier === undefined || tiers.has(tier));
    return [shifts.length === override.shifts.length ? override : { ...override, shifts }];
  });
  return { ...definition, overrides };
}
