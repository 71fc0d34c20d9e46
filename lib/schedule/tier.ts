import { applyAction, type Entry, entriesOf, fromAction, sameEntry } from "./entry";
import { partsOf } from "./home";
import { type CompiledLayer, compileLayer } from "./layer";
import { type Action, type Actions, compileActions, type Stretch } from "./override";
import type { Because, Definition, Instant, Tier, TierId } from "./types";
import type { Zones } from "./zone";

/** A layer in its tier. */
export type Seat = { readonly layer: CompiledLayer; readonly entry: (ordinal: number) => Entry };

export type CompiledTier = {
  readonly id: TierId;
  /** Highest priority first; equals together, in the tier's order. */
  readonly ranks: readonly (readonly Seat[])[];
  readonly size: number;
  readonly actions: Actions;
};

/** What a tier says at an instant, and until when at least that stays so. */
export type State = { readonly entries: readonly Entry[]; readonly until: Instant };

export const compileTier = (tier: Tier, definition: Definition, zones: Zones): CompiledTier => {
  const parts = tier.layers.flatMap((layer) => partsOf(layer, definition));
  const layers = parts.map((part, place) => compileLayer(part, place, definition, zones));
  const priorities = [...new Set(layers.map(({ priority }) => priority))].sort((a, b) => b - a);
  const first = definition.tiers[0]?.id ?? tier.id;
  return {
    id: tier.id,
    ranks: priorities.map((rank) =>
      layers
        .filter(({ priority }) => priority === rank)
        .map((layer) => ({ layer, entry: entriesOf(layer) })),
    ),
    size: layers.length,
    actions: compileActions(definition.overrides, tier, first),
  };
};

/** The temporary schedule that takes the layer's place, the last one if there are several. */
const standIn = ({ standIns }: Stretch, layer: CompiledLayer): Action | undefined =>
  standIns.length === 0
    ? undefined
    : standIns.findLast(
        ({ override: { target } }) => target.scope === "layer" && target.id === layer.id,
      );

/** What the layers say before any other override: the highest rank that covers. */
const fromRanks = (tier: CompiledTier, at: Instant, stretch: Stretch): State => {
  let { until } = stretch;
  for (const rank of tier.ranks) {
    const entries: Entry[] = [];
    let covers = false;
    for (const { layer, entry } of rank) {
      const stand = standIn(stretch, layer);
      if (stand) {
        entries.push(...stand.groups.map((people) => fromAction(stand, people, layer.id)));
        covers ||= stand.groups.length > 0;
        continue;
      }
      const piece = layer.pieceAt(at);
      until = Math.min(until, piece.until);
      if (piece.on) {
        const found = entry(piece.ordinal);
        covers = true;
        if (found.people.length > 0) {
          entries.push(found);
        }
      }
    }
    if (covers) {
      return { entries, until };
    }
  }
  return { entries: [], until };
};

/** Leaves out entries with nobody in them, and repetitions: only overrides can make either. */
const tidy = (entries: readonly Entry[]): readonly Entry[] =>
  entries.filter(
    (entry, i) =>
      entry.people.length > 0 &&
      (entry.layer !== null || entries.findIndex((other) => sameEntry(entry, other)) === i),
  );

/** Who is on call in the tier at `at`, in order of priority, then of overrides. */
export const stateAt = (tier: CompiledTier, at: Instant): State => {
  const stretch = tier.actions(at);
  const state = fromRanks(tier, at, stretch);
  if (stretch.actions.length === 0) {
    return state;
  }
  let { entries } = state;
  for (const action of stretch.actions) {
    entries = applyAction(entries, action);
  }
  return { entries: tidy(entries), until: state.until };
};

export const becauseOf = (entry: Entry, revision: number): Because => ({
  revision,
  layer: entry.layer?.id ?? null,
  turn: entry.turn,
  overrides: entry.overrides,
});
