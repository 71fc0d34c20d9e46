import { initialsOf } from "@/components/ui/initials";
import type { PersonId } from "@/lib/schedule/types";

/** What the schedule's components show of people. Whoever is missing is "Somebody who left". */
export type People = Readonly<
  Record<PersonId, { readonly name: string; readonly initials?: string } | undefined>
>;

export type NamedPerson = {
  readonly id: PersonId;
  readonly name: string;
  readonly initials: string;
};

/** A person's name and initials, also for ids the list does not know. */
export function personNamed(people: People, id: PersonId): NamedPerson {
  const found = people[id];
  const name = found?.name ?? "Somebody who left";
  return { id, name, initials: found?.initials ?? (found ? initialsOf(found.name) : "–") };
}

/** "Ada", "Ada and Bo", "Ada, Bo and Cy". */
export function namesOf(people: People, ids: readonly PersonId[]): string {
  const names = ids.map((id) => personNamed(people, id).name);
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
