import { randomUUID } from "node:crypto";
import type { TenantDb } from "@/lib/tenancy/db";
import { PERSON_COLOURS, personColour } from "./colour";

/**
 * Gives ids for new people whose colours are among the least used: colours come from ids, and twelve drawn
 * blindly would soon meet in one rota. `taken` are the people there already.
 */
export function idPicker(taken: readonly string[]): () => string {
  const used = new Array<number>(PERSON_COLOURS).fill(0);
  const count = (id: string) => {
    used[personColour(id)] = (used[personColour(id)] ?? 0) + 1;
  };
  taken.forEach(count);
  return () => {
    const least = Math.min(...used);
    let id = randomUUID();
    while (used[personColour(id)] !== least) id = randomUUID();
    count(id);
    return id;
  };
}

/** An id for one new person of the organisation. */
export async function newPersonId(db: TenantDb): Promise<string> {
  const people = await db.person.findMany({ where: { archivedAt: null }, select: { id: true } });
  return idPicker(people.map(({ id }) => id))();
}
