import { type Piece, type Turns, toTurns } from "./rotation";
import type { Because, Definition, Instant, Layer, LayerId, PersonId } from "./types";
import { both, type Cover, datesCover, intervalsCover, inverse, windowsCover } from "./window";
import type { Zone, Zones } from "./zone";

export type CompiledLayer = {
  readonly id: LayerId;
  readonly priority: number;
  /** Its place in the tier's list. */
  readonly place: number;
  /** The piece is the layer's own and is used again for its next answer. */
  pieceAt(at: Instant): Piece;
  /** Who has the turn of this number, each person once. */
  people(ordinal: number): readonly PersonId[];
  turn(ordinal: number): NonNullable<Because["turn"]>;
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

/** When the layer lets its rotation work at all; null when always. */
const toCover = (
  layer: Layer,
  definition: Definition,
  zones: Zones,
  windowZone: Zone,
): Cover | null => {
  const { from: startsAt = Number.NEGATIVE_INFINITY, until: endsAt = Number.POSITIVE_INFINITY } =
    layer;
  const bounded = layer.from !== undefined || layer.until !== undefined;
  return [
    bounded ? intervalsCover([{ startsAt, endsAt }]) : null,
    layer.windows.length > 0 ? windowsCover(layer.windows, windowZone) : null,
    holidaysCover(definition, layer, zones),
  ].reduce((all, one) => (all && one ? both(all, one) : (all ?? one)), null);
};

/** The rotation cut by the cover. */
const toPieceAt = (turns: Turns, cover: Cover): ((at: Instant) => Piece) => {
  const piece = { on: false, ordinal: 0, until: Number.NaN };
  return (at) => {
    const span = cover(at);
    piece.on = span.on;
    piece.until = span.until;
    if (span.on) {
      const turn = turns.pieceAt(at);
      piece.on = turn.on;
      piece.ordinal = turn.ordinal;
      piece.until = Math.min(turn.until, span.until);
    }
    return piece;
  };
};

/**
 * Prepares a layer. It covers while it lies in `[from, until)`, a window is open, its holidays let it and its
 * rotation has a turn; a turn with nobody in it covers too, on purpose. A layer without turns never covers.
 * A holiday calendar that does not exist has no days. Windows are read in `windowZone`, or else in the
 * layer's. RangeError for malformed dates, times and zones.
 */
export const compileLayer = (
  layer: Layer,
  place: number,
  definition: Definition,
  zones: Zones,
  windowZone?: Zone,
): CompiledLayer => {
  const zone = zones(layer.zone ?? definition.zone);
  const cover = toCover(layer, definition, zones, windowZone ?? zone);
  const turns = toTurns(layer.rotation, zone);
  const groups = layer.rotation.turns.map(({ id, people }) => ({
    id,
    people: [...new Set(people)],
  }));
  const found = (ordinal: number) => {
    const index = turns?.index(ordinal) ?? 0;
    const group = groups[index];
    if (!(turns && group)) {
      throw new RangeError(`layer ${layer.id} has no turn ${ordinal}`);
    }
    return { turns, group, index };
  };
  return {
    id: layer.id,
    priority: layer.priority,
    place,
    pieceAt: turns ? (cover ? toPieceAt(turns, cover) : turns.pieceAt) : () => RESTING,
    people: (ordinal) => found(ordinal).group.people,
    turn: (ordinal) => {
      const { group, index, turns: known } = found(ordinal);
      const { startsAt, endsAt } = known.bounds(ordinal);
      return { id: group.id, index, startsAt, endsAt };
    },
  };
};
