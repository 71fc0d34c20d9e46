import type { PersonId } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";

export type PersonName = {
  readonly id: PersonId;
  readonly name: string;
  readonly archived: boolean;
};

/** Every person's name, by id, those put away included: rosters of the past still name them. */
export async function personNames({
  db,
}: Pick<Context, "db">): Promise<Record<PersonId, PersonName>> {
  const people = await db.person.findMany({
    orderBy: { name: "asc" },
    select: { id: true, name: true, archivedAt: true },
  });
  return Object.fromEntries(
    people.map(({ id, name, archivedAt }) => [id, { id, name, archived: archivedAt !== null }]),
  );
}
