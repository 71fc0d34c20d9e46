import type { ClockChange } from "@/lib/schedule/changes";
import { formatDay, formatDuration, formatInstant, formatTime } from "@/lib/schedule/format";
import type { Definition, Instant, Override, Shift } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import type { RevisionFacts } from "./schedule-queries-history";
import { exceptionName, listed, type Names } from "./words-phrases";

export type Source = {
  /** The definition of the shift's revision. */
  readonly definition: Definition;
  readonly facts: RevisionFacts | undefined;
  /** The clock changes inside the shift, in `zone`. */
  readonly clockChanges: readonly ClockChange[];
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

/** "Layer “Weekly”, turn 2 of 4; override: Bo instead of Ada (wedding)". */
export function originWords(
  { because }: Pick<Shift, "because">,
  { definition, names }: Pick<Source, "definition" | "names">,
): string {
  const applied = because.overrides.flatMap(
    (id) => definition.overrides.find((one) => one.id === id) ?? [],
  );
  const changes = listed(applied.map((override) => overrideWords(override, names)));
  const layers = definition.tiers.flatMap((tier) => tier.layers);
  const layer = layers.find(({ id }) => id === because.layer);
  if (!layer) return `By override: ${changes}`;
  const turn = because.turn
    ? `, turn ${because.turn.index + 1} of ${layer.rotation.turns.length}`
    : "";
  return `Layer “${layer.name}”${turn}${changes && `; override: ${changes}`}`;
}

function revisionWords({ because }: Shift, { facts, zone, now }: Source): string {
  if (!facts) return `revision ${because.revision}`;
  const { number, draft, approvedBy, publishedBy, publishedAt, emergency } = facts;
  const what = `revision ${number}, “${draft.title}”`;
  const by = `by ${publishedBy} on ${formatInstant(publishedAt, zone, now)}`;
  const approved = approvedBy.length > 0 ? `approved by ${listed(approvedBy)}` : "";
  if (emergency) {
    return `${what}, published without review ${by}${approved && `, ${approved} afterwards`}`;
  }
  return `${what}, ${approved && `${approved}, `}published ${by}`;
}

function clockWords({ at, shiftMs }: ClockChange, zone: Zone): string {
  const direction = shiftMs > 0 ? "forward" : "back";
  return `Clocks go ${direction} ${formatDuration(Math.abs(shiftMs))} on ${formatDay(at, zone)}, to ${formatTime(at, zone)}.`;
}

/** Why these people: layer and turn, overrides with their reasons, revision and who stood for it; clock changes. */
export function explain(shift: Shift, source: Source): string {
  const why = `${originWords(shift, source)}; ${revisionWords(shift, source)}.`;
  return [why, ...source.clockChanges.map((change) => clockWords(change, source.zone))].join(" ");
}
