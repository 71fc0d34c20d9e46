import { mod } from "@/lib/schedule/calendar";
import { keepTurn, nextHandoff } from "@/lib/schedule/edit";
import { followTurns, wholeTurn } from "@/lib/schedule/follow";
import { type Turns, toTurns } from "@/lib/schedule/rotation";
import type {
  Definition,
  Instant,
  Interval,
  Override,
  PersonId,
  Rotation,
  Turn,
  TurnName,
} from "@/lib/schedule/types";
import type { Zone, Zones } from "@/lib/schedule/zone";

/** When "now" is, and in which zone the layer reads its rotation. */
export type Moment = { readonly at: Instant; readonly zone: Zone };

/** What the engine answers, or `otherwise` while a date or a time is half typed. */
export function whenWhole<T>(ask: () => T, otherwise: T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof RangeError) return otherwise;
    throw error;
  }
}

/** Null while the anchor is half typed, or when there is nothing to rotate. */
const framed = (rotation: Rotation, zone: Zone): Turns | null =>
  whenWhole(() => toTurns(rotation, zone), null);

/** The overrides, those that follow a turn where it lies. */
export const overridesWhereTheyLie = (definition: Definition, zones: Zones): readonly Override[] =>
  whenWhole(() => followTurns(definition, zones), definition).overrides;

/** The turn that lasts exactly that long and has one of these people in it, or null. */
export const turnOf = (
  definition: Definition,
  span: Interval,
  people: readonly PersonId[],
  zones: Zones,
): TurnName | null => whenWhole(() => wholeTurn(definition, span, people, zones), null);

/** The turn that holds at that moment; null when there is none, or the day does not count. */
export function turnAt(rotation: Rotation, { at, zone }: Moment): Turn | null {
  const turns = framed(rotation, zone);
  const piece = turns?.pieceAt(at);
  return (turns && piece?.on && rotation.turns[turns.index(piece.ordinal)]) || null;
}

/**
 * The rotation with another list of turns. `keep`: whoever has the turn at that moment keeps it. Null: the
 * anchor's place in the list stays, whoever stands there.
 */
export function withTurns(
  rotation: Rotation,
  turns: readonly Turn[],
  keep: Moment | null,
): Rotation {
  if (keep && rotation.turns.length > 0 && framed(rotation, keep.zone)) {
    return keepTurn(rotation, turns, keep.at, keep.zone);
  }
  const turn = Math.max(0, Math.min(rotation.anchor.turn, turns.length - 1));
  return { ...rotation, turns, anchor: { ...rotation.anchor, turn } };
}

/**
 * The rotation with another rhythm. `keep`: the anchor's turn moves so that whoever has the turn at that
 * moment keeps it, as far as the new rhythm has a turn then.
 */
export function withRhythm(
  rotation: Rotation,
  change: Partial<Omit<Rotation, "turns">>,
  keep: Moment | null,
): Rotation {
  const next = { ...rotation, ...change };
  const [was, is] = keep ? [framed(rotation, keep.zone), framed(next, keep.zone)] : [null, null];
  if (!keep || !was || !is) return next;
  const holds = was.index(was.pieceAt(keep.at).ordinal);
  const turn = mod(holds - is.pieceAt(keep.at).ordinal, next.turns.length);
  return { ...next, anchor: { ...next.anchor, turn } };
}

/** The first handoff after that moment; null when there is none. */
export const handoffAfter = (rotation: Rotation, { at, zone }: Moment): Instant | null =>
  whenWhole(() => nextHandoff(rotation, at, zone), null);

/**
 * When to ask whose turn an edit keeps: now, or in a layer that is yet to begin, at its beginning. Where it
 * begins with a turn of the rotation that it goes on from, that turn's middle: so a handoff moved by some
 * hours makes the turn before it longer or shorter, and does not leave only those hours of this one.
 */
export function momentToKeep(
  from: Instant | undefined,
  goesOnFrom: Rotation | undefined,
  { at, zone }: Moment,
): Moment {
  if (from === undefined || from <= at) return { at, zone };
  const turns = goesOnFrom ? framed(goesOnFrom, zone) : null;
  const held = turns?.bounds(turns.pieceAt(from).ordinal);
  if (held?.startsAt !== from) return { at: from, zone };
  return { at: Math.floor((held.startsAt + held.endsAt) / 2), zone };
}
