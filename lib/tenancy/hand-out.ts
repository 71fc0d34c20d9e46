import { type Actor, can, canEverywhere } from "./actor";
import type { Grant } from "./permissions";

/** Whether the actor may give or take these: nobody hands out, or takes away, what they do not hold themselves. */
export function mayHandOut(actor: Pick<Actor, "grants">, grants: readonly Grant[]): boolean {
  return grants.every(({ permission, teamId }) =>
    teamId === null ? canEverywhere(actor, permission) : can(actor, permission, teamId),
  );
}
