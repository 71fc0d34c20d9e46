import { type Actor, can, canEverywhere } from "@/lib/tenancy/actor";
import type { Grant } from "@/lib/tenancy/permissions";

const keyOf = (grant: Grant): string => `${grant.permission}@${grant.teamId ?? ""}`;

/** The permissions that differ between two sets: given and taken. */
export function changedGrants<G extends Grant>(
  before: readonly Grant[],
  after: readonly G[],
): { given: G[]; taken: Grant[] } {
  const had = new Set(before.map(keyOf));
  const has = new Set(after.map(keyOf));
  return {
    given: after.filter((grant) => !had.has(keyOf(grant))),
    taken: before.filter((grant) => !has.has(keyOf(grant))),
  };
}

/** Whether the actor may give or take these: nobody hands out, or takes away, what they do not hold themselves. */
export function mayHandOut(actor: Pick<Actor, "grants">, grants: readonly Grant[]): boolean {
  return grants.every(({ permission, teamId }) =>
    teamId === null ? canEverywhere(actor, permission) : can(actor, permission, teamId),
  );
}
