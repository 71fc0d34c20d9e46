import { mod } from "@/lib/schedule/calendar";
import { keepTurn } from "@/lib/schedule/edit";
import { type Turns, toTurns } from "@/lib/schedule/rotation";
import type { Instant, Rotation, Turn } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";

/** When "now" is, and in which zone the layer reads its rotation. */
export type Moment = { readonly at: Instant; readonly zone: Zone };

/** Null while the anchor is half typed, or when there is nothing to rotate. */
function framed(rotation: Rotation, zone: Zone): Turns | null {
  try {
    return toTurns(rotation, zone);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

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
