import type { Interval, Override } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import type { GrafanaFile, GrafanaSchedule, GrafanaShift } from "./grafana-schema";
import { mapped, skipped } from "./notes";
import { cleanName } from "./text";
import type { Note } from "./types";

type Stated = Interval & { readonly level: number; readonly people: readonly string[] };

/**
 * Single events, overrides and swaps of a schedule in the order they apply.
 *
 * - A single event on the level of all the schedule's other shifts adds its people; `events` names
 *   these shifts. On a level of its own it would replace or yield, so it stays a layer and is not
 *   among them.
 * - Overrides take everybody's place; higher levels win, equal levels that overlap are on call
 *   together.
 * - A taken swap replaces one person by another; an open one is reported.
 */
export function toGrafanaOverrides(
  schedule: GrafanaSchedule,
  shifts: readonly GrafanaShift[],
  file: GrafanaFile,
  zoneOf: (shift: GrafanaShift) => Zone | null,
): {
  readonly list: readonly Override[];
  readonly events: ReadonlySet<GrafanaShift>;
  readonly notes: readonly Note[];
} {
  const events = oneLevel(shifts) ? shifts.filter((shift) => shift.type === "single_event") : [];
  const added = events.map((shift) => state(shift, zoneOf));
  const stated = shifts
    .filter((shift) => shift.type === "override")
    .map((shift) => state(shift, zoneOf));
  const swaps = toSwaps(schedule, file);
  const list: readonly Override[] = [
    ...added.flatMap(({ time }) => (time === null ? [] : [toAdd(time)])),
    ...cluster(stated.flatMap(({ time }) => time ?? [])).map(toTemporary),
    ...swaps.list,
  ];
  return {
    list: list.map((override, index) => ({ ...override, id: `override-${index + 1}` })),
    events: new Set(events),
    notes: [...[...added, ...stated].map(({ note }) => note), ...swaps.notes],
  };
}

function oneLevel(shifts: readonly GrafanaShift[]): boolean {
  const levels = shifts.flatMap((shift) => (shift.type === "override" ? [] : [shift.level ?? 0]));
  return new Set(levels).size <= 1;
}

function state(
  shift: GrafanaShift,
  zoneOf: (shift: GrafanaShift) => Zone | null,
): { readonly time: Stated | null; readonly note: Note } {
  const kind = shift.type === "override" ? "Override" : "Single event";
  const title = `${kind} "${cleanName([shift.name], shift.id)}"`;
  const zone = zoneOf(shift);
  const people = [...new Set([...(shift.users ?? []), ...(shift.rolling_users?.[0] ?? [])])];
  if (zone === null) return { time: null, note: skipped(title, "Its time zone is unknown.") };
  if (people.length === 0) return { time: null, note: skipped(title, "Nobody is in it.") };
  const startsAt = zone.first(shift.start);
  const endsAt = zone.last(shift.start + shift.duration * 1000);
  return { time: { startsAt, endsAt, people, level: shift.level ?? 0 }, note: mapped(title) };
}

const schedule = { scope: "schedule" } as const;

function toAdd({ startsAt, endsAt, people }: Stated): Override {
  return { id: "", kind: "add", target: schedule, startsAt, endsAt, people };
}

/** Lower levels first, so that a higher one applies later; what overlaps on one level together. */
function cluster(stated: readonly Stated[]): readonly (readonly Stated[])[] {
  const clusters: Stated[][] = [];
  let endsAt = Number.NEGATIVE_INFINITY;
  let level = Number.NEGATIVE_INFINITY;
  for (const one of [...stated].sort((a, b) => a.level - b.level || a.startsAt - b.startsAt)) {
    const last = clusters.at(-1);
    if (last && one.level === level && one.startsAt < endsAt) last.push(one);
    else clusters.push([one]);
    endsAt = one.level === level ? Math.max(endsAt, one.endsAt) : one.endsAt;
    level = one.level;
  }
  return clusters;
}

function toTemporary(shifts: readonly Stated[]): Override {
  return {
    id: "",
    kind: "temporary",
    target: schedule,
    startsAt: Math.min(...shifts.map((shift) => shift.startsAt)),
    endsAt: Math.max(...shifts.map((shift) => shift.endsAt)),
    shifts: shifts.map(({ startsAt, endsAt, people }) => ({ startsAt, endsAt, people })),
  };
}

function toSwaps(of: GrafanaSchedule, file: GrafanaFile) {
  const swaps = (file.shift_swaps ?? []).filter((swap) => swap.schedule === of.id);
  const taken: readonly Override[] = swaps.flatMap((swap) =>
    swap.benefactor
      ? [
          {
            id: "",
            kind: "replace",
            target: schedule,
            startsAt: swap.swap_start,
            endsAt: swap.swap_end,
            person: swap.beneficiary,
            by: swap.benefactor,
          },
        ]
      : [],
  );
  const open = swaps.length - taken.length;
  const notes: Note[] = [];
  if (taken.length > 0) notes.push(mapped(`Swaps: ${taken.length}`));
  if (open > 0)
    notes.push(skipped(`Open swaps: ${open}`, "Nobody has taken them, so they change nothing."));
  return { list: taken, notes };
}
