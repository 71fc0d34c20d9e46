import type { Definition, Layer, Override, PersonId } from "@/lib/schedule/types";
import { cleanEmail } from "./text";
import type { ImportedSchedule, PersonMap, SourcePerson } from "./types";

/**
 * What becomes of somebody in the file. `same`: the person under that key; both have one e-mail
 * address.
 */
export type Match =
  | { readonly kind: "matched"; readonly id: PersonId }
  | { readonly kind: "new" }
  | { readonly kind: "same"; readonly key: string };

/** Everybody in these schedules once, by key, with an e-mail address if any of them has one. */
export function everyone(schedules: readonly ImportedSchedule[]): readonly SourcePerson[] {
  const byKey = new Map<string, SourcePerson>();
  for (const person of schedules.flatMap((schedule) => schedule.people)) {
    if (!byKey.get(person.key)?.email) byKey.set(person.key, person);
  }
  return [...byKey.values()];
}

/**
 * Matches people of a file with ours by e-mail address, letter case ignored, and by nothing else:
 * a name proves nothing. Who has no address is new. Two with one address are one: the first of
 * them is matched or new, the others are the `same`.
 */
export function matchPeople(
  people: readonly SourcePerson[],
  known: readonly { readonly id: PersonId; readonly name: string; readonly email: string | null }[],
): ReadonlyMap<string, Match> {
  const ours = new Map<string, PersonId>();
  for (const person of known) {
    const email = cleanEmail(person.email);
    if (email !== null && !ours.has(email)) ours.set(email, person.id);
  }
  const first = new Map<string, string>();
  const matches = new Map<string, Match>();
  for (const person of people) {
    if (matches.has(person.key)) continue;
    const email = cleanEmail(person.email);
    const twin = email === null ? undefined : first.get(email);
    if (email !== null && twin === undefined) first.set(email, person.key);
    const id = email === null ? undefined : ours.get(email);
    matches.set(person.key, toMatch(twin, id));
  }
  return matches;
}

function toMatch(twin: string | undefined, id: PersonId | undefined): Match {
  if (twin !== undefined) return { kind: "same", key: twin };
  return id === undefined ? { kind: "new" } : { kind: "matched", id };
}

/**
 * Source key -> our id, for `renamePeople` and `compareComputed`. `created` holds the ids of
 * people made for the `new` ones; a new one that is not in it keeps its key.
 */
export function toPersonMap(
  matches: ReadonlyMap<string, Match>,
  created: PersonMap = new Map(),
): PersonMap {
  const map = new Map<string, PersonId>();
  for (const key of matches.keys()) map.set(key, resolve(key, matches, created));
  return map;
}

function resolve(key: string, matches: ReadonlyMap<string, Match>, created: PersonMap): PersonId {
  const match = matches.get(key);
  if (match?.kind === "matched") return match.id;
  if (match?.kind === "same") return resolve(match.key, matches, created);
  return created.get(key) ?? key;
}

/**
 * The definition with people renamed; nobody twice in one turn, one override or one shift, and
 * without replacements of somebody by themselves, which two people who turn out to be one leave
 * behind.
 */
export function renamePeople(definition: Definition, map: PersonMap): Definition {
  const rename = (people: readonly PersonId[]): readonly PersonId[] => [
    ...new Set(people.map((person) => map.get(person) ?? person)),
  ];
  return {
    ...definition,
    tiers: definition.tiers.map((tier) => ({
      ...tier,
      layers: tier.layers.map((layer) => renameLayer(layer, rename)),
    })),
    overrides: definition.overrides
      .map((override) => renameOverride(override, rename, map))
      .filter((override) => override.kind !== "replace" || override.person !== override.by),
  };
}

type Rename = (people: readonly PersonId[]) => readonly PersonId[];

function renameLayer(layer: Layer, rename: Rename): Layer {
  const turns = layer.rotation.turns.map((turn) => ({ ...turn, people: rename(turn.people) }));
  return { ...layer, rotation: { ...layer.rotation, turns } };
}

function renameOverride(override: Override, rename: Rename, map: PersonMap): Override {
  switch (override.kind) {
    case "replace":
      return {
        ...override,
        person: map.get(override.person) ?? override.person,
        by: map.get(override.by) ?? override.by,
      };
    case "temporary":
      return {
        ...override,
        shifts: override.shifts.map((shift) => ({ ...shift, people: rename(shift.people) })),
      };
    default:
      return { ...override, people: rename(override.people) };
  }
}
