import * as z from "zod";
import { DAY, HOUR, mod, weekdayOf } from "@/lib/schedule/calendar";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { isPermission, PERMISSIONS } from "@/lib/tenancy/permissions";
import { type Finding, findingOf, grouped, type Observed } from "./observed";

/** Hours of the organisation's own clock in which nobody is expected to hand out keys to the house; and Saturday and Sunday. */
const CLOSES = 20 * HOUR;
const OPENS = 7 * HOUR;
const SATURDAY = 6;

/** Whether it is night or weekend there. */
export function isOffHours(at: Instant, zone: Zone): boolean {
  const wall = zone.toWall(at);
  const time = mod(wall, DAY);
  return weekdayOf(Math.floor(wall / DAY)) >= SATURDAY || time < OPENS || time >= CLOSES;
}

const grants = z.array(z.object({ permission: z.string() }));
const raise = z.object({ given: grants.optional(), grants: grants.optional() });

/** Where entries say which permissions were given: to a member, in an invitation, or to who was let in again. */
export const RAISES: ReadonlySet<string> = new Set([
  "member.permissions",
  "member.invited",
  "scim.user-added",
  "scim.user-changed",
  "scim.reactivated",
]);

/** What opens the organisation besides, by the entries that say so: a key with administrative permissions, anew too, and these two. */
export const OPENINGS = {
  "key.created": "key",
  "key.recycled": "key",
  "scim.token-created": "token",
  "scim.token-recycled": "token",
  "support.granted": "support",
} as const;
export type Opening = (typeof OPENINGS)[keyof typeof OPENINGS];
const openings = new Map<string, Opening>(Object.entries(OPENINGS));

/** How many administrative permissions an entry says were given. */
function administrativeIn({ body }: Observed): number {
  const read = raise.safeParse(body).data;
  const given = [...(read?.given ?? []), ...(read?.grants ?? [])];
  return given.filter(
    ({ permission }) => isPermission(permission) && PERMISSIONS[permission].administrative,
  ).length;
}

/** How many administrative permissions it says members have from now on, or will have. */
const raisedIn = (one: Observed): number => (RAISES.has(one.action) ? administrativeIn(one) : 0);

function openedIn(one: Observed): Opening | null {
  const opening = openings.get(one.action) ?? null;
  return opening === "key" && administrativeIn(one) === 0 ? null : opening;
}

/**
 * Off-hours raise: somebody gives administrative permissions, or lets something or support in, at night or at the weekend by
 * the organisation's clock; in one of these zones, where it was changed.
 */
export function findOffHours(
  seen: readonly Observed[],
  through: number,
  zones: readonly Zone[],
): readonly Finding[] {
  const raises = seen.filter(
    (one) =>
      one.number > through &&
      zones.some((zone) => isOffHours(one.at, zone)) &&
      (raisedIn(one) > 0 || openedIn(one) !== null),
  );
  return [...grouped(raises, ({ actor }) => actor)].flatMap(([actor, all]) =>
    findingOf("off-hours", actor, all, {
      count: all.reduce((sum, one) => sum + raisedIn(one), 0),
      what: [...new Set(all.flatMap((one) => openedIn(one) ?? []))].join(" "),
      members: all.flatMap(({ action, subject }) =>
        action === "member.permissions" ? [subject] : [],
      ),
    }),
  );
}
