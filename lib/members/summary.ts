import { type Grant, PERMISSIONS, type Permission, PRESETS } from "@/lib/tenancy/permissions";

const scopeOf = (held: ReadonlySet<Permission>, inTeam: boolean): string => {
  const presets = Object.entries(PRESETS)
    .map(([name, all]) => ({ name, wanted: all.filter((one) => !inTeam || PERMISSIONS[one].team) }))
    .filter(({ wanted }) => wanted.every((one) => held.has(one)))
    .sort((a, b) => b.wanted.length - a.wanted.length);
  const [best] = presets;
  const more = held.size - (best?.wanted.length ?? 0);
  if (!best) return `${more} ${more === 1 ? "permission" : "permissions"}`;
  return more === 0 ? best.name : `${best.name} and ${more} more`;
};

/**
 * A member's permissions in a few words, one item per team and one for the whole organisation, first:
 * "Viewer", "Scheduler in Payments". The name is that of the largest preset that is held in full.
 */
export function summarise(grants: readonly Grant[], teamName: (id: string) => string): string[] {
  const scopes = new Map<string | null, Set<Permission>>();
  for (const { permission, teamId } of grants) {
    const held = scopes.get(teamId) ?? new Set();
    scopes.set(teamId, held.add(permission));
  }
  return [...scopes]
    .sort(([a], [b]) => Number(a !== null) - Number(b !== null))
    .map(([teamId, held]) =>
      teamId === null ? scopeOf(held, false) : `${scopeOf(held, true)} in ${teamName(teamId)}`,
    );
}
