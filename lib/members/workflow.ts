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
