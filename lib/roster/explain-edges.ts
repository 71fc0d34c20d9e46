import { partsOf } from "@/lib/schedule/home";
import { compileLayer } from "@/lib/schedule/layer";
import type {
  Definition,
  Instant,
  Layer,
  Override,
  Revision,
  Shift,
  Tier,
} from "@/lib/schedule/types";
import { zones } from "@/lib/zones/table";
import { holidayAt } from "./explain-hours";
import { exceptionName, type Names } from "./words-phrases";

type Place = {
  readonly shift: Shift;
  readonly layer: Layer;
  readonly tier: Tier;
  readonly definition: Definition;
  readonly revisions: readonly Revision[];
  readonly names: Names;
};

/** Whether an override may have a say in the tier. */
export function concerns({ target }: Override, { id, layers }: Tier): boolean {
  return (
    target.scope === "schedule" ||
    target.scope === "override" ||
    target.id === id ||
    layers.some((layer) => layer.id === target.id)
  );
}

/** The revision that begins here and changed something: one that the first known one replaces is not cut. */
function revisionAt({ revisions }: Place, at: Instant): Revision | undefined {
  const [, ...later] = revisions;
  return later.find(({ from }) => from === at);
}

/** The layer above that covers at one of the two instants and not at the other. */
function above({ layer, tier, definition }: Place, on: Instant, off: Instant): Layer | undefined {
  return tier.layers.find((other) => {
    if (other.priority <= layer.priority) return false;
    const parts = partsOf(other, definition).map((part) =>
      compileLayer(part, 0, definition, zones),
    );
    const coversAt = (at: Instant) => parts.some((part) => part.pieceAt(at).on);
    return coversAt(on) && !coversAt(off);
  });
}

function overrideAt(place: Place, edge: "startsAt" | "endsAt", at: Instant): Override | undefined {
  const { shift, definition, tier } = place;
  return definition.overrides.find(
    (one) => one[edge] === at && concerns(one, tier) && !shift.because.overrides.includes(one.id),
  );
}

function beginning(place: Place): string {
  const { shift, layer, definition, names } = place;
  const at = shift.startsAt;
  if (at === shift.because.turn?.startsAt) return "";
  const revision = revisionAt(place, at);
  if (revision) return `since revision ${revision.number}`;
  const override = overrideAt(place, "endsAt", at);
  if (override) return `after the override ${exceptionName(override, names)}`;
  if (layer.from === at) return "since the layer’s beginning";
  const holiday = layer.holidays?.mode === "off" && holidayAt(layer, definition, at - 1);
  if (holiday && !holidayAt(layer, definition, at)) return `after the holiday ${holiday}`;
  const higher = above(place, at - 1, at);
  return higher ? `after layer “${higher.name}”` : "";
}

function ending(place: Place): string {
  const { shift, layer, definition, names } = place;
  const at = shift.endsAt;
  if (at === shift.because.turn?.endsAt) return "";
  const revision = revisionAt(place, at);
  if (revision) return `until revision ${revision.number}`;
  const override = overrideAt(place, "startsAt", at);
  if (override) return `until the override ${exceptionName(override, names)}`;
  if (layer.until === at) return "until the layer’s end";
  const holiday = layer.holidays?.mode === "off" && holidayAt(layer, definition, at);
  if (holiday && !holidayAt(layer, definition, at - 1)) return `until the holiday ${holiday}`;
  const higher = above(place, at, at - 1);
  return higher ? `until layer “${higher.name}” takes over` : "";
}

/**
 * What made a shift begin after its turn did, or end before it: a revision, an override, a holiday, the layer's
 * own dates or a layer above it. Empty where it is the turn itself, or the layer's hours.
 */
export function edgeWords(place: Place): string {
  return [beginning(place), ending(place)]
    .filter(Boolean)
    .map((words) => `, ${words}`)
    .join("");
}
