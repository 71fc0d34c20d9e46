import { both, type Cover, datesCover, intervalsCover, inverse } from "./cover";
import type { Part } from "./home";
import { extend, type Hours } from "./hours";
import { type Piece, type Turns, toTurns } from "./rotation";
import type { Because, Definition, Instant, Layer, LayerId, PersonId } from "./types";
import { windowsCover } from "./window";
import type { Zones } from "./zone";

export type CompiledLayer = {
  readonly id: LayerId;
  readonly priority: number;
  /** Its place in the tier's list. */
  readonly place: number;
  /** The piece is the layer's own and is used again for its next answer. */
  pieceAt(at: Instant): Piece;
  /** All of `[from, until)` in which it covers. */
  hours(from: Instant, until: Instant): Hours;
  /** `pieceAt` for an instant known to lie in its hours; the piece may reach beyond them. */
  turnAt(at: Instant): Piece;
  /** The turn of this number, and who has it, each person once. */
  held(ordinal: number): {
    readonly people: readonly PersonId[];
    readonly turn: NonNullable<Because["turn"]>;
  };
};

const RESTING: Piece = { on: false, ordinal: 0, until: Number.POSITIVE_INFINITY };

const holidaysCover = (definition: Definition, layer: Layer, zones: Zones): Cover | null => {
  const { holidays } = layer;
  if (!holidays) {
    return null;
  }
  const calendar = definition.calendars.find(({ id }) => id === holidays.calendar);
  const zone = zones(layer.zone ?? definition.zone);
  const dates = datesCover(calendar?.days.map(({ date }) => date) ?? [], zone);
  return holidays.mode === "only" ? dates : inverse(dates);
};

/** When the layer lets its rotation work; null when always. */
const toCover = (
  { layer, windowZone }: Part,
  definition: Definition,
  zones: Zones,
): Cover | null => {
  const { from, until, windows } = layer;
  const life = {
    startsAt: from ?? Number.NEGATIVE_INFINITY,
    endsAt: until ?? Number.POSITIVE_INFINITY,
  };
  const covers = [
    from === undefined && until === undefined ? null : intervalsCover([life]),
    windows.length > 0 ? windowsCover(windows, zones(windowZone)) : null,
    holidaysCover(definition, layer, zones),
  ];
  return covers.reduce((all, one) => (all && one ? both(all, one) : (all ?? one)), null);
};

/** The rotation cut by the cover. */
const toPieceAt = (turnAt: Turns["pieceAt"], cover: Cover): Turns["pieceAt"] => {
  const piece = { on: false, ordinal: 0, until: Number.NaN };
  return (at) => {
    const span = cover.at(at);
    piece.on = span.on;
    piece.until = span.until;
    if (span.on) {
      const turn = turnAt(at);
      piece.on = turn.on;
      piece.ordinal = turn.ordinal;
      piece.until = Math.min(turn.until, span.until);
    }
    return piece;
  };
};

/** When the rotation is on within the hours. */
const working = (turnAt: Turns["pieceAt"], hours: Hours): Hours => {
  const found: Instant[] = [];
  hours.forEach((startsAt, i) => {
    const endsAt = i % 2 === 0 ? (hours[i + 1] ?? startsAt) : startsAt;
    for (let at = startsAt; at < endsAt; ) {
      const { on, until } = turnAt(at);
      const next = Math.min(until, endsAt);
      if (on) {
        extend(found, at, next);
      }
      at = next;
    }
  });
  return found;
};

/** The turns, but for those that rest. */
const withoutRests = (turns: Turns, { layer, rests }: Part): Turns["pieceAt"] => {
  if (rests.size === 0) {
    return turns.pieceAt;
  }
  const resting = layer.rotation.turns.map(({ id }) => rests.has(id));
  return (at) => {
    const piece = turns.pieceAt(at);
    return resting[turns.index(piece.ordinal)] ? { ...piece, on: false } : piece;
  };
};

/**
 * Prepares a layer, or a part of one. It covers while it lies in `[from, until)`, a window is open, its
 * holidays let it and its rotation has a turn that does not rest; a turn with nobody in it covers too, on
 * purpose. A layer without turns never covers. A holiday calendar that does not exist has no days. RangeError
 * for malformed dates, times and zones.
 */
export const compileLayer = (
  part: Part,
  place: number,
  definition: Definition,
  zones: Zones,
): CompiledLayer => {
  const { layer, rests } = part;
  const cover = toCover(part, definition, zones);
  const turns = toTurns(layer.rotation, zones(layer.zone ?? definition.zone));
  const turnAt = turns ? withoutRests(turns, part) : () => RESTING;
  const groups = layer.rotation.turns.map(({ id, people }) => ({
    id,
    people: [...new Set(people)],
  }));
  return {
    id: layer.id,
    priority: layer.priority,
    place,
    pieceAt: cover ? toPieceAt(turnAt, cover) : turnAt,
    hours: (from, until) => {
      const hours = cover?.within(from, until) ?? [from, until];
      return turns?.neverRests && rests.size === 0 ? hours : working(turnAt, hours);
    },
    turnAt,
    held: (ordinal) => {
      const index = turns?.index(ordinal) ?? 0;
      const group = groups[index];
      if (!(turns && group)) {
        throw new RangeError(`layer ${layer.id} has no turn ${ordinal}`);
      }
      const { startsAt, endsAt } = turns.bounds(ordinal);
      return { people: group.people, turn: { id: group.id, index, startsAt, endsAt } };
    },
  };
};
