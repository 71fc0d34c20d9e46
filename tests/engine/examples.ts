import { DAY, HOUR, weekdayOf } from "@/lib/schedule/calendar";
import type { Definition, Layer, Rotation, Shift, Window } from "@/lib/schedule/types";

/** Monday 2026-05-04 00:00 UTC. */
export const ORIGIN = Date.parse("2026-05-04T00:00:00Z");

export const day = (count: number): number => count * DAY;
export const hours = (count: number): number => count * HOUR;

export const office: Window = {
  days: [1, 2, 3, 4, 5],
  start: "09:00",
  end: "17:00",
  endsAfterDays: 0,
};

/** Weekly turns that change on Mondays at 09:00; the first group's begins at ORIGIN. */
export const weekly = (groups: readonly (readonly string[])[]): Rotation => ({
  unit: "week",
  every: 1,
  anchor: { date: "2026-05-04", time: "09:00", turn: 0 },
  turns: groups.map((people, i) => ({ id: `t${i}`, people })),
});

export const layer = (id: string, rotation: Rotation, more: Partial<Layer> = {}): Layer => ({
  id,
  name: id,
  priority: 0,
  rotation,
  windows: [],
  ...more,
});

/** One tier called "first" in UTC. */
export const definition = (layers: readonly Layer[]): Definition => ({
  zone: "UTC",
  tiers: [{ id: "first", name: "First", cover: "always", layers }],
  overrides: [],
  calendars: [],
});

const NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

const moment = (at: number): string =>
  `${NAMES[weekdayOf(Math.floor(at / DAY)) - 1]} ${new Date(at).toISOString().slice(11, 16)}`;

/** "Mon 09:00-Tue 09:00 ann+bob", in UTC. */
export const say = ({ startsAt, endsAt, people }: Shift): string =>
  `${moment(startsAt)}-${moment(endsAt)} ${people.join("+")}`;
