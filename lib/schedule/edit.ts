import { mod } from "./calendar";
import { toTurns } from "./rotation";
import type { Instant, Rotation, Turn } from "./types";
import type { Zone } from "./zone";

/** Where in `turns` the one stands that has the turn now, or the next of the old order that is left. */
const placeOf = (old: readonly Turn[], index: number, turns: readonly Turn[]): number => {
  for (let step = 0; step < old.length; step += 1) {
    const id = old[mod(index + step, old.length)]?.id;
    const place = turns.findIndex((turn) => turn.id === id);
    if (place >= 0) {
      return place;
    }
  }
  return 0;
};

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
  // The frame does not depend on who is in it: one turn is enough to ask which number it has now.
  const frame = toTurns({ ...before, turns: [{ id: "", people: [] }] }, zone);
  if (!frame || turns.length === 0) {
    return { ...before, turns };
  }
  const { ordinal } = frame.pieceAt(at);
  const old = before.turns;
  const index = old.length > 0 ? mod(Math.trunc(before.anchor.turn) + ordinal, old.length) : 0;
  const turn = mod(placeOf(old, index, turns) - ordinal, turns.length);
  return { ...before, turns, anchor: { ...before.anchor, turn } };
};
