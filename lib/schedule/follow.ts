import { mod } from "./calendar";
import { type Turns, toTurns } from "./rotation";
import type {
  Definition,
  Instant,
  Interval,
  Layer,
  LayerId,
  Override,
  PersonId,
  TurnId,
  TurnName,
} from "./types";
import type { Zones } from "./zone";

/** A gap in the clock swallows at most a day's turns, so fewer steps than these lead to one that happens. */
const MOST_STEPS = 50;

/** The first occurrence from `ordinal` on, `by` turns at a time, that has a length and fits. */
const seek = (
  turns: Turns,
  ordinal: number,
  by: number,
  fits: (startsAt: Instant) => boolean,
): Interval | null => {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const bounds = turns.bounds(ordinal + step * by);
    if (bounds.startsAt < bounds.endsAt && fits(bounds.startsAt)) {
      return bounds;
    }
  }
  return null;
};

/**
 * From handoff to handoff, the occurrence of the turn at place `index` of `count` that begins nearest to
 * `near`; the earlier of two equally near ones. One that the clock swallows whole does not happen.
 */
const nearest = (turns: Turns, index: number, count: number, near: Instant): Interval | null => {
  const { ordinal } = turns.pieceAt(near);
  const last = ordinal - mod(turns.index(ordinal) - index, count);
  const before = seek(turns, last, -count, (startsAt) => startsAt <= near);
  const after = seek(turns, last, count, (startsAt) => startsAt > near);
  if (!(before && after)) {
    return before ?? after;
  }
  return near - before.startsAt <= after.startsAt - near ? before : after;
};

/** The occurrence of a layer's turn that begins nearest to an instant; null when there is no such turn. */
const occurrenceOf = (
  layer: Layer,
  turn: TurnId,
  near: Instant,
  definition: Pick<Definition, "zone">,
  zones: Zones,
): Interval | null => {
  const index = layer.rotation.turns.findIndex(({ id }) => id === turn);
  const turns = index < 0 ? null : toTurns(layer.rotation, zones(layer.zone ?? definition.zone));
  return turns && nearest(turns, index, layer.rotation.turns.length, near);
};

/**
 * The definition with every override that follows a turn at that turn's interval. The same definition when
 * there is none, and each override that does not move is the same too. RangeError for a malformed anchor.
 */
export const followTurns = (definition: Definition, zones: Zones): Definition => {
  if (definition.overrides.every(({ follows }) => follows === undefined)) {
    return definition;
  }
  const layers = new Map<LayerId, Layer>(
    definition.tiers.flatMap((tier) => tier.layers.map((layer) => [layer.id, layer])),
  );
  const settled = (override: Override): Override => {
    const { follows, kind, startsAt } = override;
    const layer = follows && layers.get(follows.layer);
    if (!layer || kind === "temporary") {
      return override;
    }
    const span = occurrenceOf(layer, follows.turn, startsAt, definition, zones);
    const stays = !span || (span.startsAt === startsAt && span.endsAt === override.endsAt);
    return stays ? override : { ...override, ...span };
  };
  return { ...definition, overrides: definition.overrides.map(settled) };
};

/**
 * The turn that lasts exactly from `startsAt` to `endsAt` and has one of these people in it; of any people
 * when none are named. The first in the definition's order, or null. RangeError for a malformed anchor.
 */
export const wholeTurn = (
  definition: Definition,
  { startsAt, endsAt }: Interval,
  people: readonly PersonId[],
  zones: Zones,
): TurnName | null => {
  for (const layer of definition.tiers.flatMap(({ layers }) => layers)) {
    const turn = layer.rotation.turns.find((one) => {
      const named = people.length === 0 || one.people.some((person) => people.includes(person));
      const span = named ? occurrenceOf(layer, one.id, startsAt, definition, zones) : null;
      return span?.startsAt === startsAt && span.endsAt === endsAt;
    });
    if (turn) {
      return { layer: layer.id, turn: turn.id };
    }
  }
  return null;
};
