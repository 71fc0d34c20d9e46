import { applyAction, type Entry, fromAction, fromLayer, sameEntry } from "./entry";
import { type CompiledLayer, compileLayer } from "./layer";
import { type Action, type Actions, compileActions } from "./override";
import type { Piece } from "./rotation";
import type { Because, Definition, Instant, Shift, Tier, TierId } from "./types";
import type { Zones } from "./zone";

export type CompiledTier = {
  readonly id: TierId;
  readonly first: TierId;
  /** Highest priority first; equals together, in the tier's order. */
  readonly ranks: readonly (readonly CompiledLayer[])[];
  readonly size: number;
  readonly actions: Actions;
};

/** What a tier says at an instant, and until when at least that stays so. */
export type State = { readonly entries: readonly Entry[]; readonly until: Instant };

type Look = (layer: CompiledLayer, at: Instant) => Piece;
const lookAfresh: Look = (layer, at) => layer.pieceAt(at);

export const compileTier = (tier: Tier, definition: Definition, zones: Zones): CompiledTier => {
  const layers = tier.layers.map((layer, place) => compileLayer(layer, place, definition, zones));
  const priorities = [...new Set(layers.map(({ priority }) => priority))].sort((a, b) => b - a);
  const first = definition.tiers[0]?.id ?? tier.id;
  return {
    id: tier.id,
    first,
    ranks: priorities.map((rank) => layers.filter(({ priority }) => priority === rank)),
    size: layers.length,
    actions: compileActions(definition.overrides, tier, first),
  };
};

/** The temporary schedule that takes the layer's place, the last one if there are several. */
const standIn = (actions: readonly Action[], layer: CompiledLayer): Action | undefined =>
  actions.length === 0
    ? undefined
    : actions.findLast(
        ({ override: { kind, target } }) =>
          kind === "temporary" && target.scope === "layer" && target.id === layer.id,
      );

/** What the layers say before any other override: the highest rank that covers. */
const fromRanks = (
  tier: CompiledTier,
  at: Instant,
  actions: readonly Action[],
  look: Look,
): State => {
  let until = Number.POSITIVE_INFINITY;
  for (const rank of tier.ranks) {
    const entries: Entry[] = [];
    for (const layer of rank) {
      const stand = standIn(actions, layer);
      if (stand) {
        entries.push(...stand.groups.map((people) => fromAction(stand, people, layer.id)));
        continue;
      }
      const piece = look(layer, at);
      until = Math.min(until, piece.until);
      if (piece.on) {
        entries.push(fromLayer(layer, piece.ordinal));
      }
    }
    if (entries.length > 0) {
      return { entries, until };
    }
  }
  return { entries: [], until };
};

/** Leaves out entries with nobody in them, and repetitions, which only overrides can make. */
const tidy = (entries: readonly Entry[]): readonly Entry[] => {
  if (entries.every((entry) => entry.layer !== null && entry.people.length > 0)) {
    return entries;
  }
  return entries.filter(
    (entry, i) =>
      entry.people.length > 0 &&
      (entry.layer !== null || entries.findIndex((other) => sameEntry(entry, other)) === i),
  );
};

/** Who is on call in the tier at `at`, in order of priority, then of overrides. */
export const stateAt = (tier: CompiledTier, at: Instant, look: Look = lookAfresh): State => {
  const actions = tier.actions.at(at);
  const base = fromRanks(tier, at, actions, look);
  let { entries } = base;
  for (const action of actions) {
    entries = applyAction(entries, action, tier.id, tier.first);
  }
  return { entries: tidy(entries), until: Math.min(base.until, tier.actions.until(at)) };
};

export const becauseOf = (entry: Entry, revision: number): Because => ({
  revision,
  layer: entry.layer?.id ?? null,
  turn: entry.layer?.turn(entry.ordinal) ?? null,
  overrides: entry.overrides,
});

/** A shift whose end is not known yet: until it is, the end of the window. */
type Open = {
  readonly entry: Entry;
  readonly shift: { -readonly [Key in keyof Shift]: Shift[Key] };
};

/** All shifts of the tier in `[from, until)`, clipped to it, by start, then priority. */
export const shiftsIn = (
  tier: CompiledTier,
  from: Instant,
  until: Instant,
  revision: number,
): Shift[] => {
  const pieces = new Array<Piece | undefined>(tier.size);
  const look: Look = (layer, at) => {
    const known = pieces[layer.place];
    const piece = known && at < known.until ? known : layer.pieceAt(at);
    pieces[layer.place] = piece;
    return piece;
  };
  // They begin in the order in which they have to come out, so there is nothing to sort.
  const shifts: Shift[] = [];
  const begin = (entry: Entry, startsAt: Instant): Open => {
    const { people } = entry;
    const because = becauseOf(entry, revision);
    const shift = { tier: tier.id, startsAt, endsAt: until, people, because };
    shifts.push(shift);
    return { entry, shift };
  };
  let open: readonly Open[] = [];
  for (let at = from; at < until; ) {
    const state = stateAt(tier, at, look);
    const before = open;
    open = state.entries.map(
      (entry) => before.find((other) => sameEntry(other.entry, entry)) ?? begin(entry, at),
    );
    for (const ended of before) {
      if (!open.includes(ended)) {
        ended.shift.endsAt = at;
      }
    }
    at = state.until;
  }
  return shifts;
};
