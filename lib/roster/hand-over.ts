import { renamePeople } from "@/lib/import/people";
import type { Definition, Override, PersonId } from "@/lib/schedule/types";

/**
 * The definition with `by` wherever it names `person`; with nobody in their place if `by` is null, which leaves gaps
 * that its review shows.
 */
export function handOver(
  definition: Definition,
  person: PersonId,
  by: PersonId | null,
): Definition {
  const { homes, ...rest } = definition;
  const others = homes?.filter((home) => home.person !== person);
  const kept: Definition = { ...rest, ...(others && others.length > 0 && { homes: others }) };
  return by === null ? withoutPerson(kept, person) : renamePeople(kept, new Map([[person, by]]));
}

function withoutPerson(definition: Definition, person: PersonId): Definition {
  const without = (people: readonly PersonId[]) => people.filter((one) => one !== person);
  return {
    ...definition,
    tiers: definition.tiers.map((tier) => ({
      ...tier,
      layers: tier.layers.map((layer) => ({
        ...layer,
        rotation: {
          ...layer.rotation,
          turns: layer.rotation.turns.map((turn) => ({ ...turn, people: without(turn.people) })),
        },
      })),
    })),
    overrides: definition.overrides.flatMap((override) => overrideWithout(override, without)),
  };
}

/** None where nothing is left of it. */
function overrideWithout(
  override: Override,
  without: (people: readonly PersonId[]) => readonly PersonId[],
): readonly Override[] {
  switch (override.kind) {
    case "replace":
      return without([override.person, override.by]).length === 2 ? [override] : [];
    case "temporary": {
      const shifts = override.shifts.map((shift) => ({ ...shift, people: without(shift.people) }));
      return [{ ...override, shifts: shifts.filter(({ people }) => people.length > 0) }];
    }
    default: {
      const people = without(override.people);
      return people.length > 0 ? [{ ...override, people }] : [];
    }
  }
}
