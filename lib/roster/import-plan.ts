import { idPicker } from "@/lib/directory/person-id";
import { AppError } from "@/lib/errors";
import { everyone, matchPeople, renamePeople, toPersonMap } from "@/lib/import/people";
import { readFile, SYSTEM_NAMES } from "@/lib/import/read";
import { toSchedules } from "@/lib/import/schedules";
import type { ImportedSchedule, PersonMap, SourcePerson, System } from "@/lib/import/types";
import type { Definition, PersonId, ZoneName } from "@/lib/schedule/types";
import { isZone, zones } from "@/lib/zones/table";
import { peopleIn } from "./draft-people";
import { parseDefinition } from "./schema";

/** Somebody of ours, as far as matching needs them. `visible`: the actor may see their name. */
export type KnownPerson = {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string | null;
  readonly visible: boolean;
};

/** Somebody whom the drafts name. `new`: to be made under that id. `same`: one with `as`, by e-mail. */
export type PlannedPerson = {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string | null;
  readonly zone: ZoneName;
  readonly kind: "matched" | "new" | "same";
  readonly as: string | null;
};

/** A schedule of the file with people renamed to ours, as a draft will hold it. */
export type PlannedSchedule = {
  readonly source: ImportedSchedule;
  readonly definition: Definition;
};

/** What an import would make. Nothing is written yet. */
export type Plan = {
  readonly system: System;
  readonly schedules: readonly PlannedSchedule[];
  readonly refused: readonly { readonly name: string; readonly why: string }[];
  readonly people: readonly PlannedPerson[];
  /** Source key -> id, of everybody in the file. */
  readonly map: PersonMap;
  /** Id -> name as the file writes it. */
  readonly names: ReadonlyMap<PersonId, string>;
};

/**
 * Reads a file and plans what comes of it, with people matched to `known` by e-mail.
 *
 * @throws AppError invalid, with the sentence of lib/import, for a file that cannot be used.
 */
export function planImport(text: string, known: readonly KnownPerson[]): Plan {
  const read = readFile(text);
  if (!read.ok) throw new AppError("invalid", read.message);
  const imported = toSchedules(read.source, zones);
  if (imported.schedules.length + imported.refused.length === 0) {
    throw new AppError(
      "invalid",
      `This file of ${SYSTEM_NAMES[imported.system]} holds no schedules.`,
    );
  }
  const all = everyone(imported.schedules);
  const newId = idPicker(known.map(({ id }) => id));
  const created = new Map(all.map(({ key }) => [key, newId()]));
  const map = toPersonMap(matchPeople(all, known), created);
  const planned = imported.schedules.map((source) => toPlanned(source, map));
  const schedules = planned.flatMap((one) => ("why" in one ? [] : [one]));
  return {
    system: imported.system,
    schedules,
    refused: [...imported.refused, ...planned.flatMap((one) => ("why" in one ? [one] : []))],
    people: planPeople(all, schedules, map, known),
    map,
    // Reversed: of two who are one, the first gives the name.
    names: new Map(all.toReversed().map(({ key, name }) => [map.get(key) ?? key, name])),
  };
}

function toPlanned(
  source: ImportedSchedule,
  map: PersonMap,
): PlannedSchedule | { readonly name: string; readonly why: string } {
  const parsed = parseDefinition(renamePeople(source.definition, map), isZone);
  if (parsed.ok) return { source, definition: parsed.definition };
  const [problem] = parsed.problems;
  return { name: source.name, why: `${problem?.message ?? "It is not valid."} (${problem?.path})` };
}

/** Those whom a draft names. Who is only in the other system's computed shifts is not needed here. */
function planPeople(
  all: readonly SourcePerson[],
  schedules: readonly PlannedSchedule[],
  map: PersonMap,
  known: readonly KnownPerson[],
): readonly PlannedPerson[] {
  const zoneOf = new Map<PersonId, ZoneName>();
  for (const { definition } of schedules.toReversed()) {
    for (const id of peopleIn(definition)) zoneOf.set(id, definition.zone);
  }
  const ours = new Map(known.map((person) => [person.id, person]));
  const first = new Map<PersonId, string>();
  return all.flatMap(({ key, name, email }): PlannedPerson[] => {
    const id = map.get(key) ?? key;
    const zone = zoneOf.get(id);
    if (zone === undefined) return [];
    const person = { id, name, email, zone };
    const twin = first.get(id);
    if (twin !== undefined) return [{ ...person, kind: "same", as: twin }];
    first.set(id, name);
    const match = ours.get(id);
    if (match === undefined) return [{ ...person, kind: "new", as: null }];
    return [{ ...person, kind: "matched", as: match.visible ? match.name : null }];
  });
}
