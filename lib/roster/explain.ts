import { formatInstant } from "@/lib/schedule/format";
import type { Instant, Layer, Override, Revision, Shift, Tier } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { zones } from "@/lib/zones/table";
import { clockWords } from "./explain-clock";
import { edgeWords } from "./explain-edges";
import { dutyWords, zoneOf } from "./explain-hours";
import { settled } from "./explain-settled";
import type { RevisionFacts } from "./schedule-queries-history";
import { exceptionName, listed, type Names } from "./words-phrases";

export type Source = {
  /** In order of time, the shift's own among them. Those around it tell where one of them cut it. */
  readonly revisions: readonly Revision[];
  readonly facts: RevisionFacts | undefined;
  readonly names: Names;
  /** The reader's. */
  readonly zone: Zone;
  readonly now: Instant;
};

/** "Bo instead of Ada (wedding)". */
export function overrideWords(override: Override, names: Names): string {
  const reason = override.reason ? ` (${override.reason})` : "";
  return `${exceptionName(override, names)}${reason}`;
}

function placeOf(
  layerId: string | null,
  tiers: readonly Tier[],
): { readonly tier: Tier; readonly layer: Layer } | null {
  for (const tier of tiers) {
    const layer = tier.layers.find(({ id }) => id === layerId);
    if (layer) return { tier, layer };
  }
  return null;
}

/** "Layer “Weekly”, turn 2 of 4; override: Bo instead of Ada (wedding)"; `revision` is the shift's own. */
export function originWords(
  shift: Shift,
  revision: Revision,
  { revisions, names, zone }: Pick<Source, "revisions" | "names" | "zone">,
): string {
  const { because } = shift;
  const definition = settled(revision.definition);
  const applied = because.overrides.flatMap(
    (id) => definition.overrides.find((one) => one.id === id) ?? [],
  );
  const changes = listed(applied.map((override) => overrideWords(override, names)));
  const place = placeOf(because.layer, definition.tiers);
  if (!place) return `By override: ${changes}`;
  const { layer } = place;
  const turn = because.turn
    ? `, turn ${because.turn.index + 1} of ${layer.rotation.turns.length}`
    : "";
  const duty = because.turn ? dutyWords(layer, definition, shift.startsAt, zone) : "";
  const edges = because.turn ? edgeWords({ shift, ...place, definition, revisions, names }) : "";
  return `Layer “${layer.name}”${turn}${duty}${edges}${changes && `; override: ${changes}`}`;
}

function revisionWords({ because }: Shift, { facts, zone, now }: Source): string {
  if (!facts) return `revision ${because.revision}`;
  const { number, draft, approvedBy, publishedBy, holdsFrom, emergency } = facts;
  const what = `revision ${number}, “${draft.title}”`;
  const by = `by ${publishedBy} on ${formatInstant(holdsFrom, zone, now)}`;
  const approved = approvedBy.length > 0 ? `approved by ${listed(approvedBy)}` : "";
  if (emergency) {
    return `${what}, published without review ${by}${approved && `, ${approved} afterwards`}`;
  }
  return `${what}, ${approved && `${approved}, `}published ${by}`;
}

/**
 * Why these people, in a sentence: layer and turn, its hours, what cut it, overrides with their reasons, the
 * revision and who stood for it. A second one for a clock change, with the length it makes.
 */
export function explain(shift: Shift, source: Source): string {
  const revision = source.revisions.find(({ number }) => number === shift.because.revision);
  if (!revision) return `Revision ${shift.because.revision}.`;
  const { definition } = revision;
  const layer = placeOf(shift.because.layer, definition.tiers)?.layer;
  const own = layer ? zoneOf(layer, definition) : zones(definition.zone);
  const ruled = layer !== undefined && shift.because.overrides.length === 0;
  const origin = originWords(shift, revision, source);
  const why = `${origin}; ${revisionWords(shift, source)}.`;
  return [why, ...clockWords(shift, own, source.zone, ruled)].join(" ");
}
