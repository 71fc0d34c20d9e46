import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { peerIn, RULES } from "./policy";
import type { PeerAnswer } from "./verdict";

/** Whether a local time is where something starts or where a window ends. */
export type Side = "start" | "end";

/** How a peer reads a local time that a clock change leaves out or brings twice; null is an error. */
export type Clock = {
  readonly policy: string;
  /** What else says that this clock is meant. */
  readonly also: RegExp;
  readonly gap: readonly [does: string, at: (wall: number, zone: Zone) => Instant | null];
  readonly twice: readonly [
    does: string,
    at: (wall: number, zone: Zone, side: Side) => Instant | null,
  ];
};

const atFirst = (wall: number, zone: Zone): Instant => zone.first(wall);
const before = (wall: number, zone: Zone): number => zone.offsetAt(zone.first(wall) - 1);
const after = (wall: number, zone: Zone): number => zone.offsetAt(zone.first(wall));
const movedOn = (wall: number, zone: Zone): Instant => wall - before(wall, zone);
const movedBack = (wall: number, zone: Zone): Instant => wall - after(wall, zone);

export const CLOCKS: readonly Clock[] = [
  {
    policy: "GoAlert",
    also: /^\s*(start|first|end|last)/i,
    gap: ["first instant after the gap", atFirst],
    twice: [
      "first occurrence for a start, last for an end",
      (wall, zone, side) => (side === "end" ? zone.last(wall) : zone.first(wall)),
    ],
  },
  {
    policy: "LinkedIn Oncall",
    also: /is_dst\W*(1|true)|earlier/i,
    gap: ["moved back by the gap", movedBack],
    twice: ["first occurrence", atFirst],
  },
  {
    policy: "Grafana OnCall",
    also: /is_dst\W*none|neither|reject|strict/i,
    gap: ["an error", () => null],
    twice: ["an error", () => null],
  },
  {
    policy: "OpsKnight",
    also: /compatible|temporal|\bdate\b/i,
    gap: ["moved on by the gap, as Date and Temporal do", movedOn],
    twice: ["first occurrence", atFirst],
  },
  {
    policy: 'Temporal\'s "later"',
    also: /is_dst\W*(0|false)|later/i,
    gap: ["moved on by the gap", movedOn],
    twice: ["last occurrence", (wall, zone) => zone.last(wall)],
  },
];

/** The policy that the words name. Undefined for other words: then any of the known ones may be meant. */
export const clockNamed = (words: string): string | undefined =>
  peerIn(words) ?? CLOCKS.toReversed().find(({ also }) => also.test(words))?.policy;

export const exists = (wall: number, zone: Zone): boolean => zone.toWall(zone.first(wall)) === wall;
const isTwice = (wall: number, zone: Zone): boolean => zone.first(wall) !== zone.last(wall);

/** When this clock shows the reading; null where its product raises an error. */
export const readBy = (clock: Clock, wall: number, zone: Zone, side: Side): Instant | null => {
  if (!exists(wall, zone)) {
    return clock.gap[1](wall, zone);
  }
  return isTwice(wall, zone) ? clock.twice[1](wall, zone, side) : zone.first(wall);
};

/** What every known clock makes of one reading. */
export const clockAnswers = (
  wall: number,
  zone: Zone,
  side: Side,
  say: (at: Instant | null) => unknown,
): PeerAnswer[] => {
  const [which, rule] = exists(wall, zone)
    ? (["twice", RULES.twice] as const)
    : (["gap", RULES.gap] as const);
  return CLOCKS.map((clock) => ({
    policy: clock.policy,
    does: clock[which][0],
    rule,
    answer: say(readBy(clock, wall, zone, side)),
  }));
};
