import type { TimelineProps } from "@/components/schedule/timeline";
import type { TimelineLayer } from "@/components/schedule/timeline-model";
import type { TimelineOverride } from "@/components/schedule/timeline-tier";
import { compile, current, type Roster } from "@/lib/schedule/compile";
import { followTurns } from "@/lib/schedule/follow";
import { gaps } from "@/lib/schedule/gaps";
import type { Definition, Instant, Override, Target } from "@/lib/schedule/types";
import type { Zones } from "@/lib/schedule/zone";

/** A definition and what came of compiling it. */
export type Side = { readonly definition: Definition; readonly roster: Roster };

export const toSide = (definition: Definition, zones: Zones): Side => ({
  definition,
  roster: compile(current(definition), zones),
});

/** What each layer would give alone, without the others and without overrides. */
function lanesOf(definition: Definition, zones: Zones, from: Instant, until: Instant) {
  return definition.tiers.flatMap((tier) =>
    tier.layers.map((layer): TimelineLayer => {
      const alone = { ...definition, tiers: [{ ...tier, layers: [layer] }], overrides: [] };
      const shifts = compile(current(alone), zones).resolve(from, until);
      return { id: layer.id, tier: tier.id, name: layer.name, priority: layer.priority, shifts };
    }),
  );
}

type Place = Pick<TimelineOverride, "tier" | "layer">;

/** The lane on which an override is drawn. One that aims at another lies where that one does. */
function placeOf(target: Target, definition: Definition): Place {
  if (target.scope === "tier") return { tier: target.id };
  if (target.scope === "override") {
    const aim = definition.overrides.find(({ id }) => id === target.id);
    return aim ? placeOf(aim.target, definition) : {};
  }
  if (target.scope === "schedule") return {};
  const tier = definition.tiers.find(({ layers }) => layers.some(({ id }) => id === target.id));
  return tier ? { tier: tier.id, layer: target.id } : {};
}

/** What the timeline draws of one side in `[from, until)`. */
export function drawn(
  { definition, roster }: Side,
  zones: Zones,
  from: Instant,
  until: Instant,
  label: (override: Override) => string,
): Pick<TimelineProps, "tiers" | "shifts" | "layers" | "overrides" | "gaps"> {
  return {
    tiers: definition.tiers,
    shifts: roster.resolve(from, until),
    layers: lanesOf(definition, zones, from, until),
    overrides: followTurns(definition, zones)
      .overrides.filter(({ startsAt, endsAt }) => startsAt < until && endsAt > from)
      .map((override) => ({
        id: override.id,
        startsAt: override.startsAt,
        endsAt: override.endsAt,
        label: label(override),
        ...placeOf(override.target, definition),
      })),
    gaps: gaps(roster, definition, from, until, zones),
  };
}

/** Every zone that a definition needs. */
export const zonesOf = ({ zone, tiers, homes = [] }: Definition): readonly string[] => [
  ...new Set([
    zone,
    ...homes.map((home) => home.zone),
    ...tiers.flatMap(({ layers }) => layers.flatMap((layer) => layer.zone ?? [])),
  ]),
];
