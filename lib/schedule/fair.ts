import type { Held } from "./held";
import { lengthOf } from "./interval";
import type { Counted } from "./load";
import type { PersonId, Tier, TierId } from "./types";

/** What somebody carries of a load, and what they would carry if it were shared out evenly. In points. */
export type Carried = {
  readonly person: PersonId;
  readonly points: number;
  readonly fair: number;
};

const add = <K>(totals: Map<K, number>, key: K, value: number): void => {
  totals.set(key, (totals.get(key) ?? 0) + value);
};

const inRotation = ({ layers }: Tier): Set<PersonId> =>
  new Set(layers.flatMap(({ rotation }) => rotation.turns.flatMap(({ people }) => [...people])));

/** By tier, how long each person stood in one of its rotations. */
const stood = (held: readonly Held[]): Map<TierId, Map<PersonId, number>> => {
  const tiers = new Map<TierId, Map<PersonId, number>>();
  for (const part of held) {
    for (const tier of part.revision.definition.tiers) {
      const times = tiers.get(tier.id) ?? new Map<PersonId, number>();
      tiers.set(tier.id, times);
      for (const person of inRotation(tier)) {
        add(times, person, lengthOf([part]));
      }
    }
  }
  return tiers;
};

/**
 * Shares the points of each tier out among the people of its rotations, each by how long they stood in one
 * in this time; where no rotation has anybody, evenly among those who served. Who only stood in for others has
 * no fair share. People in the order of their ids, those without points too.
 */
export const shareOut = (counted: readonly Counted[], held: readonly Held[]): Carried[] => {
  const carried = new Map<PersonId, number>();
  const tiers = new Map<TierId, { points: number; served: Map<PersonId, number> }>();
  for (const { person, pieces } of counted) {
    for (const { duty, points } of pieces) {
      const tier = tiers.get(duty.shift.tier) ?? { points: 0, served: new Map() };
      tier.points += points;
      tier.served.set(person, 1);
      tiers.set(duty.shift.tier, tier);
      add(carried, person, points);
    }
  }
  const fair = new Map<PersonId, number>();
  const rotations = stood(held);
  for (const times of rotations.values()) {
    for (const person of times.keys()) {
      add(fair, person, 0);
    }
  }
  for (const [id, { points, served }] of tiers) {
    const times = rotations.get(id);
    const among = times && times.size > 0 ? times : served;
    const whole = [...among.values()].reduce((sum, time) => sum + time, 0);
    for (const [person, time] of among) {
      add(fair, person, (points * time) / whole);
    }
  }
  return [...new Set([...carried.keys(), ...fair.keys()])].sort().map((person) => ({
    person,
    points: carried.get(person) ?? 0,
    fair: fair.get(person) ?? 0,
  }));
};

/**
 * How evenly a load is carried, 0 to 1: 1 less the part of all points that would have to change hands for
 * everybody to carry their fair share. Nothing carried is 1.
 */
export const balanceOf = (carried: readonly Carried[]): number => {
  const total = carried.reduce((sum, { points }) => sum + points, 0);
  const over = carried.reduce((sum, { points, fair }) => sum + Math.max(0, points - fair), 0);
  return total > 0 ? 1 - over / total : 1;
};
