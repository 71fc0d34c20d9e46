import { compile, current } from "@/lib/schedule/compile";
import { partsOf } from "@/lib/schedule/home";
import { compileLayer } from "@/lib/schedule/layer";
import type { Definition, Instant, Layer, Revision, Tier, TierId } from "@/lib/schedule/types";
import { windowsCover } from "@/lib/schedule/window";
import type { Zone } from "@/lib/schedule/zone";
import { zones } from "@/lib/zones/table";
import { overrideWords } from "./explain";
import { concerns } from "./explain-edges";
import { calendarOf, holidayAt, hoursName } from "./explain-hours";
import { settled } from "./explain-settled";
import { listed, type Names } from "./words-phrases";

type Source = {
  readonly revisions: readonly Revision[];
  readonly names: Names;
  /** The reader's. */
  readonly zone: Zone;
};

/** Why a layer puts nobody on call at an instant, after its name. */
function restWords(layer: Layer, definition: Definition, at: Instant, reader: Zone): string {
  const { windows, holidays, rotation, from, until } = layer;
  if (rotation.turns.length === 0) return "has no turns";
  if (from !== undefined && at < from) return "has not begun yet";
  if (until !== undefined && at >= until) return "has ended";
  const isOpen = partsOf(layer, definition).some(
    ({ windowZone }) => windowsCover(windows, zones(windowZone)).at(at).on,
  );
  if (windows.length > 0 && !isOpen) {
    return `is outside its hours, ${hoursName(layer, definition, at, reader)}`;
  }
  const holiday = holidayAt(layer, definition, at);
  if (holidays?.mode === "off" && holiday) return `rests on the holiday ${holiday}`;
  if (holidays?.mode === "only" && !holiday) {
    return `works on the holidays of “${calendarOf(layer, definition)?.name ?? "a calendar that is gone"}” only`;
  }
  return layer.windowsIn === "person"
    ? "is outside the hours of whoever has the turn"
    : "rests on this weekday";
}

/** The layer that counts at an instant, with whose turn it is; null when none covers. */
function covering({ layers }: Tier, definition: Definition, at: Instant) {
  const ranked = [...layers].sort((a, b) => b.priority - a.priority);
  for (const layer of ranked) {
    for (const part of partsOf(layer, definition)) {
      const compiled = compileLayer(part, 0, definition, zones);
      const { on, ordinal } = compiled.pieceAt(at);
      if (on) return { layer, index: compiled.held(ordinal).turn.index };
    }
  }
  return null;
}

/** The overrides that left nobody, where somebody would be on call without them. */
function emptiedBy(tier: Tier, definition: Definition, at: Instant, names: Names): string {
  const bare = compile(current({ ...definition, overrides: [] }), zones);
  if (!bare.onCallAt(at).some((entry) => entry.tier === tier.id)) return "";
  const active = definition.overrides.filter(
    (one) => one.startsAt <= at && at < one.endsAt && concerns(one, tier) && one.kind !== "add",
  );
  return listed(active.map((override) => overrideWords(override, names)));
}

/**
 * Why nobody is on call in a tier at an instant, in a sentence: an override that took them away, a turn left empty
 * on purpose, or why each layer rests. `revisions` are in order of time.
 */
export function explainNobody(
  tierId: TierId,
  at: Instant,
  { revisions, names, zone }: Source,
): string {
  const stated = revisions.findLast(({ from }) => from <= at)?.definition;
  const definition = stated && settled(stated);
  const tier = definition?.tiers.find(({ id }) => id === tierId);
  if (!definition) return "Nothing was published yet.";
  if (!tier || tier.layers.length === 0) return "Nobody, because no layer covers this tier.";
  const emptied = emptiedBy(tier, definition, at, names);
  if (emptied) return `Nobody, by override: ${emptied}.`;
  const found = covering(tier, definition, at);
  if (found) {
    const { layer, index } = found;
    const which = `turn ${index + 1} of ${layer.rotation.turns.length}`;
    return `Nobody, on purpose: ${which} of layer “${layer.name}” is empty.`;
  }
  const rests = tier.layers.map(
    (layer) => `layer “${layer.name}” ${restWords(layer, definition, at, zone)}`,
  );
  return `Nobody, because ${listed(rests)}.`;
}
