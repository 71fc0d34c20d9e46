import { mod } from "./calendar";
import { toTurns } from "./rotation";
import type { Instant, Rotation, Turn } from "./types";
import type { Zone } from "./zone";

/** Where in `turns` the one stands that has the turn now, or the next of the old order that is left. */
const placeOf = (old: readonly Turn[], index: number, turns: readonly Turn[]): number =>
  [...old.slice(index), ...old]
    .map(({ id }) => turns.findIndex((turn) => turn.id === id))
    .find((place) => place >= 0) ?? 0;

/**
 * The rotation with another list of turns, in which whoever has the turn at `at` keeps it and the others
 * follow in the new list's order. If that turn was removed, the next one of the old order takes over at once;
 * if none of the old ones is left, the first new one does. Handoffs stay where they are: only
 * `anchor.turn` moves. On a day left out, the turn that comes next keeps its place. `zone` is the layer's.
 */
export const keepTurn = (
  before: Rotation,
  turns: readonly Turn[],
  at: Instant,
  zone: Zone,
): Rotation => {
  const edited = { ...before, turns };
  const frame = toTurns(edited, zone);
  if (!frame) {
    return edited;
  }
  // Handoffs do not depend on who is in the list, so the number that the turn has now is the old one's too.
  const { ordinal } = frame.pieceAt(at);
  const index = mod(Math.trunc(before.anchor.turn) + ordinal, before.turns.length);
  const turn = mod(placeOf(before.turns, index, turns) - ordinal, turns.length);
  return { ...edited, anchor: { ...before.anchor, turn } };
};

/**
 * The rotation as it reads in another zone, in which whoever has the turn at `at` keeps it until the handoff
 * that comes next on the new clock. Only `anchor.turn` moves.
 */
export const keepTurnIn = (rotation: Rotation, at: Instant, was: Zone, is: Zone): Rotation => {
  const [old, next] = [toTurns(rotation, was), toTurns(rotation, is)];
  if (!old || !next) {
    return rotation;
  }
  const moved = old.pieceAt(at).ordinal - next.pieceAt(at).ordinal;
  const turn = mod(Math.trunc(rotation.anchor.turn) + moved, rotation.turns.length);
  return { ...rotation, anchor: { ...rotation.anchor, turn } };
};

/** The first handoff after `at`; null when there is nothing to rotate. `zone` is the layer's. */
export const nextHandoff = (rotation: Rotation, at: Instant, zone: Zone): Instant | null => {
  const turns = toTurns(rotation, zone);
  if (!turns) {
    return null;
  }
  let { ordinal } = turns.pieceAt(at);
  // On a day left out the turn that comes has its number already.
  while (turns.bounds(ordinal).startsAt <= at) {
    ordinal += 1;
  }
  return turns.bounds(ordinal).startsAt;
};
