import * as z from "zod";
import type { Instant } from "@/lib/schedule/types";
import {
  isPermission,
  PERMISSION_NAMES,
  PERMISSIONS,
  type Permission,
} from "@/lib/tenancy/permissions";

/** What is stored of one permission of a member. */
export type GivenGrant = {
  readonly permission: string;
  readonly teamId: string | null;
  readonly preset: string | null;
  readonly grantedBy: string | null;
  readonly createdAt: Date;
};

/** One permission of a member, and why they hold it. */
export type Access = {
  readonly permission: Permission;
  readonly label: string;
  /** A team's name, or the whole organisation. */
  readonly where: string;
  /** The preset that it was copied from. */
  readonly preset: string | null;
  /** Who gave it, by name; null for what the founder had from the beginning. */
  readonly by: string | null;
  readonly at: Instant;
  /** Whether it does not count before the account has a second factor. */
  readonly waits: boolean;
};

type NameOf = (id: string) => string | undefined;

const EVERYWHERE = "Whole organisation";

/** What a member may do, in the order of the table of permissions, and why. */
export function accessOf(
  grants: readonly GivenGrant[],
  hasFactor: boolean,
  nameOf: NameOf,
): Access[] {
  const all = grants.flatMap(({ permission, teamId, preset, grantedBy, createdAt }): Access[] => {
    if (!isPermission(permission)) return [];
    const { label, administrative } = PERMISSIONS[permission];
    return [
      {
        permission,
        label,
        where: teamId === null ? EVERYWHERE : (nameOf(teamId) ?? "A team"),
        preset,
        by: grantedBy === null ? null : (nameOf(grantedBy) ?? "A former member"),
        at: createdAt.getTime(),
        waits: administrative && !hasFactor,
      },
    ];
  });
  const place = ({ permission }: Access) => PERMISSION_NAMES.indexOf(permission);
  const first = ({ where }: Access) => (where === EVERYWHERE ? "" : where);
  return all.sort((a, b) => place(a) - place(b) || (first(a) < first(b) ? -1 : 1));
}

/** A change of what a member may do, out of the change log. */
export type AccessChange = {
  readonly number: number;
  readonly at: Instant;
  readonly by: string;
  readonly what: "founded" | "joined" | "changed" | "removed";
  readonly given: readonly string[];
  readonly taken: readonly string[];
};

/** The entries that change what a member may do, and what they say. */
export const ACCESS_ACTIONS = {
  "organisation.founded": "founded",
  "member.joined": "joined",
  "member.permissions": "changed",
  "member.removed": "removed",
  "scim.deactivated": "removed",
  "scim.reactivated": "joined",
} as const satisfies Record<string, AccessChange["what"]>;

const isAccessAction = (action: string): action is keyof typeof ACCESS_ACTIONS =>
  Object.hasOwn(ACCESS_ACTIONS, action);

const logged = z
  .array(z.object({ permission: z.string(), teamId: z.string().nullable().default(null) }))
  .default([])
  .catch([]);
const bodySchema = z.object({ given: logged, taken: logged, grants: logged });

/** An entry in words; null for one that is about something else. */
export function toChange(
  entry: {
    readonly number: bigint;
    readonly at: Date;
    readonly actorId: string | null;
    readonly action: string;
    readonly body: string;
  },
  nameOf: NameOf,
): AccessChange | null {
  const body = bodySchema.safeParse(JSON.parse(entry.body));
  if (!isAccessAction(entry.action) || !body.success) return null;
  const words = ({ permission, teamId }: { permission: string; teamId: string | null }) => {
    const label = isPermission(permission) ? PERMISSIONS[permission].label : permission;
    return teamId === null ? label : `${label} in ${nameOf(teamId) ?? "a team"}`;
  };
  const { given, taken, grants } = body.data;
  return {
    number: Number(entry.number),
    at: entry.at.getTime(),
    by: (entry.actorId && nameOf(entry.actorId)) || "A former member",
    what: ACCESS_ACTIONS[entry.action],
    given: [...given, ...grants].map(words),
    taken: taken.map(words),
  };
}
