import * as z from "zod";
import { type Grant, type Permission, toGrant } from "./permissions";

/**
 * What can be put into a key: what the routes ask for that keys open, which read and change nothing. Of the
 * administrative permissions only the two exports: docs/decisions/019-keys-and-feeds.md.
 */
export const KEY_PERMISSIONS: readonly Permission[] = [
  "schedule.view",
  "log.view",
  "log.export",
  "report.export",
];

const stored = z.array(z.object({ permission: z.string(), teamId: z.uuid().nullable() }));

/** A key's grants as they were stored; none where they cannot be read. */
export function toKeyGrants(value: unknown): readonly Grant[] {
  const grants = (stored.safeParse(value).data ?? []).flatMap(toGrant);
  return grants.filter(({ permission }) => KEY_PERMISSIONS.includes(permission));
}

/**
 * What of these grants is held. One for the whole organisation shrinks to the teams in which it is held: a key
 * never does more than its member.
 */
export function within(grants: readonly Grant[], held: readonly Grant[]): Grant[] {
  return grants.flatMap((grant) => {
    const same = held.filter(({ permission }) => permission === grant.permission);
    if (same.some(({ teamId }) => teamId === null)) return [grant];
    return same.filter(({ teamId }) => grant.teamId === null || grant.teamId === teamId);
  });
}
