import { type Band, type LoadRules, nightEndsAfter } from "./bands";
import { DAY, parseDate, parseTime, weekdayOf } from "./calendar";
import { countDuties, type Duty, type Piece, timeByBand } from "./duty";
import { lengthOf } from "./interval";
import type { Instant, PersonId, Shift } from "./types";

/** What being on call comes to for one person. Time in two tiers or schedules at once counts once. */
export type PersonLoad = {
  readonly person: PersonId;
  readonly ms: number;
  /** Milliseconds in each band; together they are `ms`. */
  readonly bands: Readonly<Record<Band, number>>;
  readonly points: number;
  /** Nights touched, on weekends and holidays too. */
  readonly nights: number;
  /** Days of weekends touched, those that are holidays too. */
  readonly weekends: number;
  /** Holidays touched. */
  readonly holidays: number;
  /** Shifts; one that a revision cut in two counts once. */
  readonly shifts: number;
};

/** Shifts by person, persons in the order of their ids. */
export const byPerson = (shifts: readonly Shift[]): Map<PersonId, Shift[]> => {
  const found = new Map<PersonId, Shift[]>();
  for (const person of [...new Set(shifts.flatMap(({ people }) => people))].sort()) {
    found.set(person, []);
  }
  for (const shift of shifts) {
    for (const person of new Set(shift.people)) {
      found.get(person)?.push(shift);
    }
  }
  return found;
};

/** The nights of which a minute is in the piece. A night has the number of the day it begins on. */
const nightsIn = ({ startsAt, endsAt, duty: { zone } }: Piece, { night }: LoadRules): number[] => {
  const beginOf = (day: number): number => day * DAY + parseTime(night.from);
  const endOf = (day: number): number =>
    (day + nightEndsAfter(night)) * DAY + parseTime(night.until);
  // A clock that leaves out all of a night leaves none to count.
  const exists = (day: number): boolean => zone.first(beginOf(day)) < zone.last(endOf(day));
  const passed = Math.floor((zone.reached(startsAt) - endOf(0)) / DAY);
  // Where its end comes twice a night goes on until the second.
  const first = zone.last(endOf(passed)) > startsAt ? passed : passed + 1;
  const last = Math.floor((zone.reached(endsAt - 1) - beginOf(0)) / DAY);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i).filter(exists);
};

/** Whether a shift is the rest of one that a revision cut in two. */
const goesOn = (shift: Shift, ended: readonly Shift[]): boolean => {
  const { revision, layer, turn, overrides } = shift.because;
  return ended.some(
    ({ tier, because }) =>
      tier === shift.tier &&
      because.revision !== revision &&
      because.layer === layer &&
      because.turn?.startsAt === turn?.startsAt &&
      (turn !== null || because.overrides.some((id) => overrides.includes(id))),
  );
};

const countShifts = (own: readonly Shift[]): number => {
  const ends = new Map<Instant, Shift[]>();
  for (const shift of own) {
    ends.set(shift.endsAt, [...(ends.get(shift.endsAt) ?? []), shift]);
  }
  return own.filter((shift) => !goesOn(shift, ends.get(shift.startsAt) ?? [])).length;
};

/** One person's duties, and what counts of them. */
export type Counted<D extends Duty = Duty> = {
  readonly person: PersonId;
  readonly duties: readonly D[];
  readonly pieces: readonly Piece<D>[];
};

/** Duties by person, counted; persons in the order of their ids. RangeError for a malformed date or time. */
export const countByPerson = <D extends Duty>(
  duties: readonly D[],
  rules: LoadRules,
): Counted<D>[] => {
  const people = new Map<PersonId, D[]>();
  for (const duty of duties) {
    const own = people.get(duty.person);
    if (own) {
      own.push(duty);
    } else {
      people.set(duty.person, [duty]);
    }
  }
  return [...people.keys()].sort().map((person) => {
    const own = people.get(person) ?? [];
    return { person, duties: own, pieces: countDuties(own, rules) };
  });
};

/** What a person's counted duties come to. */
export const toLoad = ({ person, duties, pieces }: Counted, rules: LoadRules): PersonLoad => {
  const holidays = new Set(rules.holidays.map(parseDate));
  const days = [...new Set(pieces.map(({ day }) => day))];
  return {
    person,
    ms: lengthOf(pieces),
    bands: timeByBand(pieces),
    points: pieces.reduce((sum, { points }) => sum + points, 0),
    nights: new Set(pieces.flatMap((piece) => nightsIn(piece, rules))).size,
    weekends: days.filter((day) => rules.weekend.includes(weekdayOf(day))).length,
    holidays: days.filter((day) => holidays.has(day)).length,
    shifts: countShifts(duties.map(({ shift }) => shift)),
  };
};

/** Everybody's load from duties that are finite, persons in the order of their ids. RangeError as above. */
export const load = (duties: readonly Duty[], rules: LoadRules): PersonLoad[] =>
  countByPerson(duties, rules).map((counted) => toLoad(counted, rules));
