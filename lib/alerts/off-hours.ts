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

/** How many administrative permissions an entry says were given. */
function administrativeIn({ action, body }: Observed): number {
  if (!RAISES.has(action)) return 0;
  const read = raise.safeParse(body).data;
  const given = [...(read?.given ?? []), ...(read?.grants ?? [])];
  return given.filter(
    ({ permission }) => isPermission(permission) && PERMISSIONS[permission].administrative,
  ).length;
}

/** Off-hours raise: somebody gives administrative permissions at night or at the weekend, by the organisation's clock. */
export function findOffHours(
  seen: readonly Observed[],
  through: number,
  zone: Zone,
): readonly Finding[] {
  const raises = seen.filter(
    (one) => one.number > through && isOffHours(one.at, zone) && administrativeIn(one) > 0,
  );
  return [...grouped(raises, ({ actor }) => actor)].flatMap(([actor, all]) =>
    findingOf("off-hours", actor, all, {
      count: all.reduce((sum, one) => sum + administrativeIn(one), 0),
      members: all.flatMap(({ action, subject }) =>
        action === "member.permissions" ? [subject] : [],
      ),
    }),
  );
}
