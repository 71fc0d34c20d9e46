import { type Band, type Banded, bands, bandsIn, type LoadRules } from "./bands";
import { HOUR } from "./calendar";
import { subtract, union } from "./interval";
import type { Instant, Interval, PersonId, Shift } from "./types";
import type { Zone } from "./zone";

/** One person's part in a shift, to be counted by a zone's clock. `place` is the tier's: 0 is called first. */
export type Duty = {
  readonly person: PersonId;
  readonly shift: Shift;
  readonly place: number;
  readonly zone: Zone;
};

/** Time of a duty that counts, within one local day and one band, and the points it brings. */
export type Piece<D extends Duty = Duty> = Interval &
  Omit<Banded, "until"> & { readonly duty: D; readonly points: number };

/** What a tier's points are multiplied by. */
const tierWeight = ({ tiers }: LoadRules, place: number): number =>
  tiers[Math.min(place, tiers.length - 1)] ?? 1;

const worth = (rules: LoadRules, { band, duty }: Pick<Piece, "band" | "duty">): number =>
  rules.weights[band] * tierWeight(rules, duty.place);

/** A duty cut at every change of band and at every midnight. */
const cut = <D extends Duty>(duty: D, bandAt: (at: Instant) => Banded): Piece<D>[] => {
  const pieces: Piece<D>[] = [];
  const { startsAt, endsAt } = duty.shift;
  for (let at = startsAt; at < endsAt; ) {
    const { band, day, until } = bandAt(at);
    const next = Math.min(until, endsAt);
    pieces.push({ startsAt: at, endsAt: next, band, day, duty, points: 0 });
    at = next;
  }
  return pieces;
};

/** Groups of pieces that overlap, directly or by others between them. The input is in order of start. */
const clusters = <P extends Interval>(pieces: readonly P[]): P[][] => {
  const groups: P[][] = [];
  let reached = Number.NEGATIVE_INFINITY;
  for (const piece of pieces) {
    if (piece.startsAt < reached) {
      groups.at(-1)?.push(piece);
    } else {
      groups.push([piece]);
    }
    reached = Math.max(reached, piece.endsAt);
  }
  return groups;
};

/** Leaves each instant to the piece that is worth most; of equals to the one that began first. */
const once = <D extends Duty>(pieces: readonly Piece<D>[], rules: LoadRules): Piece<D>[] => {
  if (pieces.length < 2) {
    return [...pieces];
  }
  const kept: Piece<D>[] = [];
  let taken: readonly Interval[] = [];
  for (const piece of [...pieces].sort((a, b) => worth(rules, b) - worth(rules, a))) {
    const left = subtract([piece], taken);
    kept.push(...left.map((interval) => ({ ...piece, ...interval })));
    taken = union([...taken, ...left]);
  }
  return kept;
};

const before = (rules: LoadRules, a: Piece, b: Piece): number =>
  bands.indexOf(a.band) - bands.indexOf(b.band) || worth(rules, b) - worth(rules, a);

/** A day's points go to the piece that gives the day its band; of several, to the one that is worth most. */
const pointsByDay = <D extends Duty>(pieces: readonly Piece<D>[], rules: LoadRules): Piece<D>[] => {
  const bearers = new Map<number, Piece<D>>();
  for (const piece of pieces) {
    const best = bearers.get(piece.day);
    if (!best || before(rules, piece, best) < 0) {
      bearers.set(piece.day, piece);
    }
  }
  return pieces.map((piece) =>
    bearers.get(piece.day) === piece ? { ...piece, points: worth(rules, piece) } : piece,
  );
};

/**
 * What counts of one person's duties, in order of time. Time in two tiers or two schedules at once counts
 * once, where it is worth most, so the pieces are disjoint and their lengths add up to the time on call.
 * RangeError for a malformed date or time of day.
 */
export const countDuties = <D extends Duty>(duties: readonly D[], rules: LoadRules): Piece<D>[] => {
  const bandAt = new Map<Zone, (at: Instant) => Banded>();
  const pieces = duties.flatMap((duty) => {
    const known = bandAt.get(duty.zone) ?? bandsIn(rules, duty.zone);
    bandAt.set(duty.zone, known);
    return cut(duty, known);
  });
  const inOrder = pieces.sort((a, b) => a.startsAt - b.startsAt);
  const counted = clusters(inOrder)
    .flatMap((group) => once(group, rules))
    .sort((a, b) => a.startsAt - b.startsAt);
  return rules.unit === "day"
    ? pointsByDay(counted, rules)
    : counted.map((piece) => ({
        ...piece,
        points: (worth(rules, piece) * (piece.endsAt - piece.startsAt)) / HOUR,
      }));
};

/** Milliseconds in each band. */
export const timeByBand = (pieces: readonly Piece[]): Record<Band, number> => {
  const total: Record<Band, number> = { holiday: 0, weekend: 0, night: 0, weekday: 0 };
  for (const { band, startsAt, endsAt } of pieces) {
    total[band] += endsAt - startsAt;
  }
  return total;
};

/** Everybody's duties in these shifts of one schedule; `placeOf` tells the place of a tier. */
export const dutiesOf = (
  shifts: readonly Shift[],
  zone: Zone,
  placeOf: (shift: Shift) => number,
): Duty[] =>
  shifts.flatMap((shift) =>
    [...new Set(shift.people)].map((person) => ({ person, shift, place: placeOf(shift), zone })),
  );
