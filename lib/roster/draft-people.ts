import { visiblePeople } from "@/lib/directory/visible";
import { AppError } from "@/lib/errors";
import { type Directory, movedHomes } from "@/lib/schedule/homes";
import type { Definition, PersonId } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { isZone } from "@/lib/zones/table";

/**
 * Everybody named in a definition must be named `before` already, or be a person whom the actor may see. Throws
 * invalid.
 */
export async function requirePeople(
  { actor, db }: Context,
  definition: Definition,
  before: readonly Definition[],
): Promise<void> {
  const there = new Set(before.flatMap(peopleIn));
  const added = peopleIn(definition).filter((id) => !there.has(id));
  const known = await db.person.count({
    where: { id: { in: added.filter(isUuid) }, AND: visiblePeople(actor) },
  });
  if (known < added.length)
    throw new AppError("invalid", "The draft names somebody who is not here, or not for you.");
}

/** Where the people of a definition live, as far as the directory says in a zone that is known. */
export async function directoryOf({ db }: Context, definition: Definition): Promise<Directory> {
  const rows = await db.person.findMany({
    where: { id: { in: peopleIn(definition).filter(isUuid) } },
    select: { id: true, zone: true },
  });
  const zoneOf = new Map(rows.flatMap(({ id, zone }) => (isZone(zone) ? [[id, zone]] : [])));
  return (person) => zoneOf.get(person);
}

/** Those whose hours are read in a zone that the directory has changed since, with the zone that it has now. */
export async function movedPeople(context: Context, definition: Definition) {
  if (!definition.homes) return [];
  return movedHomes(definition, await directoryOf(context, definition));
}

/** What those of these people are called now who were erased. */
export async function erasedIn(
  { db }: Context,
  people: readonly PersonId[],
): Promise<readonly string[]> {
  const rows = await db.person.findMany({
    where: { id: { in: people.filter(isUuid) }, erasedAt: { not: null } },
    select: { name: true },
  });
  return rows.map(({ name }) => name);
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** Every person that a definition names, once each. */
export function peopleIn({ tiers, overrides }: Definition): string[] {
  const turns = tiers.flatMap(({ layers }) => layers.flatMap(({ rotation }) => rotation.turns));
  const excepted = overrides.flatMap((override) => {
    if (override.kind === "replace") return [override.person, override.by];
    return override.kind === "temporary"
      ? override.shifts.flatMap(({ people }) => people)
      : override.people;
  });
  return [...new Set([...turns.flatMap(({ people }) => people), ...excepted])];
}
