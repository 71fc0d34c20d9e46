import type { Location } from "@/lib/auth/location";
import { HOUR } from "@/lib/schedule/calendar";
import { type Finding, findingOf, grouped, type Observed } from "./observed";

/** Faster than an airliner, from door to door. */
const FASTEST_KM_H = 900;
/** Nearer than this, the places of two addresses are no more than guesses. */
const LEAST_KM = 500;
/** Where only countries are known: so soon after one another, two are too many. */
const COUNTRIES_MS = HOUR;
const EARTH_KM = 6_371;

/** Who joins an organisation may have signed in before it had them in its log. */
const ENTERING: readonly string[] = ["member.signed-in", "member.joined"];

type Point = NonNullable<Location["point"]>;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The distance of two points along the surface of the earth, in km, by the haversine formula. */
export function kilometres(from: Point, to: Point): number {
  const half = (a: number, b: number) => Math.sin(radians(b - a) / 2) ** 2;
  const across =
    half(from.latitude, to.latitude) +
    Math.cos(radians(from.latitude)) *
      Math.cos(radians(to.latitude)) *
      half(from.longitude, to.longitude);
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(across)));
}

/** Whether nobody gets from one place to the other within `ms`; by countries alone where a point is missing. */
export function isImpossible(from: Location, to: Location, ms: number): boolean {
  if (!from.point || !to.point) return from.country !== to.country && ms < COUNTRIES_MS;
  const km = kilometres(from.point, to.point);
  return km >= LEAST_KM && km > (FASTEST_KM_H * ms) / HOUR;
}

/**
 * Impossible travel: one account is signed in to at two places, one after the other, sooner than anybody gets there. It needs
 * a proxy that says where people are; somebody who turns a VPN on travels too.
 */
export function findTravels(seen: readonly Observed[], through: number): readonly Finding[] {
  const located = seen.filter(
    ({ action, location }) => ENTERING.includes(action) && location !== null,
  );
  return [...grouped(located, ({ actor }) => actor)].flatMap(([member, signIns]) => {
    const pairs = signIns.slice(1).map((to, i) => [signIns[i] ?? to, to] as const);
    const last = pairs.findLast(
      ([from, to]) =>
        to.number > through &&
        from.location !== null &&
        to.location !== null &&
        isImpossible(from.location, to.location, to.at - from.at),
    );
    return last ? findingOf("travel", member, last, { count: 2, members: [member] }) : [];
  });
}
