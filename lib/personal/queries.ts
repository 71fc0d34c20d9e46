import { visiblePeople } from "@/lib/directory/visible";
import { dutiesOf } from "@/lib/roster/duties";
import { ownPerson } from "@/lib/roster/now";
import type { Context } from "@/lib/tenancy/context";

/** What stands in the way of erasing a person, and who could take over. */
export type ErasureView = {
  readonly personId: string;
  readonly duties: readonly {
    readonly id: string;
    /** Null for a schedule that the viewer may not see. */
    readonly name: string | null;
    readonly now: boolean;
  }[];
  readonly successors: readonly { readonly id: string; readonly name: string }[];
};

/** For a person whom the actor may erase, or is. */
export async function erasureOf(context: Context, personId: string): Promise<ErasureView> {
  const { actor, db } = context;
  const duties = await dutiesOf(context, personId);
  const successors =
    duties.length === 0
      ? []
      : await db.person.findMany({
          where: { archivedAt: null, id: { not: personId }, AND: visiblePeople(actor) },
          orderBy: [{ name: "asc" }, { id: "asc" }],
          select: { id: true, name: true },
        });
  return {
    personId,
    duties: duties.map(({ schedule: { id, name }, now }) => ({ id, name, now })),
    successors,
  };
}

/** The same for the actor; null where they are no person on the roster, or were put away. */
export async function ownErasure(context: Context): Promise<ErasureView | null> {
  const person = await ownPerson(context);
  return person === null ? null : erasureOf(context, person);
}
