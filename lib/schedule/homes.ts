import type { Definition, Home, PersonId, ZoneName } from "./types";

/** The zone that the directory says a person lives in; undefined when it does not say. */
export type Directory = (person: PersonId) => ZoneName | undefined;

/** Who is in a layer whose windows are read in each person's own zone. */
const atHome = ({ tiers }: Definition): ReadonlySet<PersonId> =>
  new Set(
    tiers
      .flatMap(({ layers }) => layers)
      .filter(({ windowsIn }) => windowsIn === "person")
      .flatMap(({ rotation }) => rotation.turns.flatMap(({ people }) => people)),
  );

const withHomes = ({ homes: _, ...rest }: Definition, homes: readonly Home[]): Definition =>
  homes.length > 0 ? { ...rest, homes } : rest;

/**
 * The definition with a zone for everybody whose windows are read in their own: those it has stay as they
 * are, whatever the directory says now; those it lacks come from there; those it needs no more go. The same
 * definition when there is nothing to do.
 */
export const fillHomes = (definition: Definition, directory: Directory): Definition => {
  const needed = atHome(definition);
  const had = definition.homes ?? [];
  const kept = had.filter(({ person }) => needed.has(person));
  const known = new Set(kept.map(({ person }) => person));
  const added = [...needed].flatMap((person): Home[] => {
    const zone = known.has(person) ? undefined : directory(person);
    return zone === undefined ? [] : [{ person, zone }];
  });
  return kept.length === had.length && added.length === 0
    ? definition
    : withHomes(definition, [...kept, ...added]);
};

/** Those whom the directory knows elsewhere by now, with the zone that it says. */
export const movedHomes = (definition: Definition, directory: Directory): readonly Home[] =>
  (definition.homes ?? []).flatMap(({ person, zone }) => {
    const now = directory(person);
    return now === undefined || now === zone ? [] : [{ person, zone: now }];
  });

/** The definition with these zones in place of those it had for the same people. */
export const takeHomes = (definition: Definition, moved: readonly Home[]): Definition => {
  const zones = new Map(moved.map(({ person, zone }) => [person, zone]));
  const homes = definition.homes ?? [];
  return withHomes(
    definition,
    homes.map((home) => ({ ...home, zone: zones.get(home.person) ?? home.zone })),
  );
};
