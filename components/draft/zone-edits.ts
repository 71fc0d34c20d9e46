import { keepTurnIn } from "@/lib/schedule/edit";
import type { Definition, Instant, Layer } from "@/lib/schedule/types";
import type { Zones } from "@/lib/schedule/zone";
import { startOf } from "./goes-on";
import type { Edit } from "./reducer";
import { momentToKeep, whenWhole } from "./turn-edits";

/** What is published, and when and where "now" is. */
type Present = { readonly base: Definition; readonly now: Instant; readonly zones: Zones };

/** The layer with its turns on another clock: one that goes on from something published keeps whose turn it is. */
function onClock(
  layer: Layer,
  [was, is]: readonly [string, string],
  definition: Definition,
  { base, now, zones }: Present,
): Layer {
  const running = startOf(layer, base, definition);
  if (!running || was === is) return layer;
  const { rotation } = layer;
  const { at } = momentToKeep(layer.from, rotation, { at: now, zone: zones(was) });
  const kept = whenWhole(() => keepTurnIn(rotation, at, zones(was), zones(is)), rotation);
  return { ...layer, rotation: kept };
}

/** Moves the schedule, and with it every layer that has no zone of its own. */
export const moveSchedule =
  (zone: string, present: Present): Edit =>
  (definition) => ({
    ...definition,
    zone,
    tiers: definition.tiers.map((tier) => ({
      ...tier,
      layers: tier.layers.map((layer) =>
        layer.zone === undefined
          ? onClock(layer, [definition.zone, zone], definition, present)
          : layer,
      ),
    })),
  });

/** Gives a layer a zone of its own; without one it reads the schedule's. */
export const moveLayer =
  (id: string, zone: string | undefined, present: Present): Edit =>
  (definition) => ({
    ...definition,
    tiers: definition.tiers.map((tier) => ({
      ...tier,
      layers: tier.layers.map((layer) => {
        if (layer.id !== id) return layer;
        const { zone: old, ...rest } = layer;
        const clocks = [old ?? definition.zone, zone ?? definition.zone] as const;
        const { rotation } = onClock(layer, clocks, definition, present);
        return zone === undefined ? { ...rest, rotation } : { ...rest, rotation, zone };
      }),
    })),
  });
