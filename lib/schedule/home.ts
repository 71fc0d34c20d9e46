import { type CompiledLayer, compileLayer, working } from "./layer";
import type { Definition, Layer, PersonId, TurnId, ZoneName } from "./types";
import type { Zones } from "./zone";

/** A layer for the people of one zone: only they are in its turns, and its windows are read there. */
export type Part = {
  readonly layer: Layer;
  readonly windowZone: ZoneName;
  /** Turns in which this part does not cover, since none of their people has this zone. */
  readonly rests: ReadonlySet<TurnId>;
};

const partFor = (
  layer: Layer,
  zone: ZoneName,
  own: ZoneName,
  zoneOf: (person: PersonId) => ZoneName,
): Part => {
  const { turns } = layer.rotation;
  const here = turns.map(({ id, people }) => ({
    id,
    people: people.filter((person) => zoneOf(person) === zone),
  }));
  const isBlank = (i: number): boolean => zone === own && turns[i]?.people.length === 0;
  const rests = here.flatMap(({ id, people }, i) =>
    people.length === 0 && !isBlank(i) ? [id] : [],
  );
  return {
    layer: { ...layer, rotation: { ...layer.rotation, turns: here } },
    windowZone: zone,
    rests: new Set(rests),
  };
};

/**
 * The layer itself, or where its windows are read in each person's own zone, a part for each zone among its
 * people; the layer covers while any part does. Handoffs and holidays stay in the layer's zone, and so do the
 * windows of turns that are empty on purpose.
 */
export const partsOf = (layer: Layer, definition: Definition): readonly Part[] => {
  const own = layer.zone ?? definition.zone;
  if (layer.windowsIn !== "person" || layer.windows.length === 0) {
    return [{ layer, windowZone: own, rests: new Set() }];
  }
  const homes = new Map(definition.homes?.map(({ person, zone }) => [person, zone]));
  const zoneOf = (person: PersonId): ZoneName => homes.get(person) ?? own;
  const people = layer.rotation.turns.flatMap((turn) => turn.people);
  const elsewhere = new Set(people.map(zoneOf).filter((zone) => zone !== own));
  return [own, ...[...elsewhere].sort()].map((zone) => partFor(layer, zone, own, zoneOf));
};

/** Prepares a part, as `compileLayer` does a layer. */
export const compilePart = (
  { layer, windowZone, rests }: Part,
  place: number,
  definition: Definition,
  zones: Zones,
): CompiledLayer => {
  const compiled = compileLayer(layer, place, definition, zones, zones(windowZone));
  if (rests.size === 0) {
    return compiled;
  }
  const resting =
    (ask: CompiledLayer["pieceAt"]): CompiledLayer["pieceAt"] =>
    (at) => {
      const piece = ask(at);
      return piece.on && rests.has(compiled.held(piece.ordinal).turn.id)
        ? { ...piece, on: false }
        : piece;
    };
  const turnAt = resting(compiled.turnAt);
  return {
    ...compiled,
    pieceAt: resting(compiled.pieceAt),
    turnAt,
    hours: (from, until) => working(turnAt, compiled.hours(from, until)),
  };
};
