import { leftAt, wide } from "@/components/ui/place";
import { intersect, subtract, union } from "@/lib/schedule/interval";
import type { Instant, Interval, LayerId, PersonId, Shift, TierId } from "@/lib/schedule/types";

/** A layer's own lane: what it would give if nothing above it covered it. */
export type TimelineLayer = {
  readonly id: LayerId;
  readonly tier: TierId;
  readonly name: string;
  readonly priority: number;
  /** Its shifts before overrides. Absent: those final shifts that came from it. */
  readonly shifts?: readonly Shift[];
};

/** A rectangle on a lane: one shift of one person, or of a crowd too large to stack. */
export type Bar = Interval & {
  readonly shift: Shift;
  readonly people: readonly PersonId[];
  readonly row: number;
  readonly override: boolean;
};

/** More people than this in one shift share one bar. */
const STACK_LIMIT = 3;

/** Overlapping intervals each get a row of their own, the lowest that is free; input order breaks ties. */
export function packRows<T extends Interval>(
  items: readonly T[],
): (T & { readonly row: number })[] {
  const ends: Instant[] = [];
  return [...items]
    .sort((a, b) => a.startsAt - b.startsAt)
    .map((item) => {
      const free = ends.findIndex((end) => end <= item.startsAt);
      const row = free === -1 ? ends.length : free;
      ends[row] = item.endsAt;
      return { ...item, row };
    });
}

/** The bars of a lane: a shift of two or three people becomes one bar each. Shifts of nobody show nothing. */
export function barsOf(shifts: readonly Shift[]): Bar[] {
  const pieces = shifts.flatMap((shift) => {
    const groups =
      shift.people.length > STACK_LIMIT ? [shift.people] : shift.people.map((person) => [person]);
    return groups.map((people) => ({
      startsAt: shift.startsAt,
      endsAt: shift.endsAt,
      shift,
      people,
      override: shift.because.overrides.length > 0,
    }));
  });
  return packRows(pieces);
}

/** How many rows a lane needs, at least one. */
export function rowCount(bars: readonly { readonly row: number }[]): number {
  return bars.reduce((most, { row }) => Math.max(most, row + 1), 1);
}

/** The lane of a layer: its own shifts, or those final ones that name it. */
export function layerShifts(layer: TimelineLayer, final: readonly Shift[]): readonly Shift[] {
  return layer.shifts ?? final.filter(({ because }) => because.layer === layer.id);
}

/** What an overridden stretch of a tier would have shown: the people of its highest layer there. */
export function replacedShifts(
  final: readonly Shift[],
  layers: readonly TimelineLayer[],
  tier: TierId,
): Shift[] {
  let open = union(
    final.filter((shift) => shift.tier === tier && shift.because.overrides.length > 0),
  );
  const mine = layers
    .filter((layer) => layer.tier === tier && layer.shifts)
    .sort((a, b) => b.priority - a.priority);
  const found: Shift[] = [];
  for (const layer of mine) {
    for (const shift of layer.shifts ?? []) {
      for (const piece of intersect(open, [shift])) found.push({ ...shift, ...piece });
    }
    open = subtract(open, union(layer.shifts ?? []));
  }
  const stays = new Set(final.map((shift) => `${shift.startsAt} ${shift.people.join()}`));
  return found.filter((shift) => !stays.has(`${shift.startsAt} ${shift.people.join()}`));
}

/** Where an interval lies in `[from, until)`, as classes. */
export function place(span: Interval, from: Instant, until: Instant): string {
  const startsAt = Math.max(span.startsAt, from);
  const endsAt = Math.min(span.endsAt, until);
  return `${placeAt(startsAt, from, until)} ${wide((endsAt - startsAt) / (until - from))}`;
}

/** Where an instant lies in `[from, until)`, as classes. */
export const placeAt = (at: Instant, from: Instant, until: Instant): string =>
  leftAt((at - from) / (until - from));

/**
 * Pixels the track needs so that a typical short bar can be hit (25 px): four in five shifts are at least
 * that wide. A sliver left over by an override or a gap does not stretch everything.
 */
export function trackWidth(
  shifts: readonly Shift[],
  from: Instant,
  until: Instant,
  least: number,
): number {
  const lengths = shifts
    .filter(({ startsAt, endsAt }) => startsAt > from && endsAt < until)
    .map(({ startsAt, endsAt }) => endsAt - startsAt)
    .sort((a, b) => a - b);
  const typical = lengths[Math.floor(lengths.length / 5)] ?? until - from;
  return Math.round(Math.max(least, Math.min(2400, (25 * (until - from)) / typical)));
}
