import { DAY } from "./calendar";
import { followTurns } from "./follow";
import { mergeByStart } from "./interval";
import { becauseOf, type CompiledTier, compileTier, stateAt } from "./tier";
import type { Because, Definition, Instant, PersonId, Revision, Shift, TierId } from "./types";
import { shiftsIn } from "./walk";
import { countUpTo, type Zones } from "./zone";

/** People on call together in a tier, and why. */
export type OnCall = {
  readonly tier: TierId;
  readonly people: readonly PersonId[];
  readonly because: Because;
};

/** A schedule ready to be asked. RangeError for instants that are not finite. */
export type Roster = {
  /**
   * Every shift in `[from, until)`, clipped to it, by start, then the tiers' order, then priority. Shifts
   * always have somebody in them. Adjacent stretches with the same people for the same reason are one shift;
   * turns and revisions keep shifts apart. The cost is linear in what comes out.
   */
  resolve(from: Instant, until: Instant): Shift[];
  /** Who is on call at that instant: the answer of `resolve`, for one instant and faster. */
  onCallAt(at: Instant): OnCall[];
  /** The shifts that hold at that instant, whole, though at most a year each way. */
  shiftsAt(at: Instant): Shift[];
  /** The next instant after `at` at which other people are on call in some tier; null if none within a year. */
  nextChange(at: Instant): Instant | null;
};

const YEAR = 366 * DAY;

type Chapter = { readonly number: number; readonly tiers: () => readonly CompiledTier[] };

const toChapter = ({ number, definition }: Revision, zones: Zones): Chapter => {
  let compiled: readonly CompiledTier[] | null = null;
  return {
    number,
    tiers: () => {
      if (!compiled) {
        const settled = followTurns(definition, zones);
        compiled = settled.tiers.map((tier) => compileTier(tier, settled, zones));
      }
      return compiled;
    },
  };
};

const requireFinite = (at: Instant): void => {
  if (!Number.isFinite(at)) {
    throw new RangeError(`not an instant: ${at}`);
  }
};

const namesOf = (onCall: readonly OnCall[]): string => {
  const byTier = new Map<TierId, Set<PersonId>>();
  for (const { tier, people } of onCall) {
    byTier.set(tier, new Set([...(byTier.get(tier) ?? []), ...people]));
  }
  return JSON.stringify([...byTier].map(([tier, people]) => [tier, [...people].sort()]));
};

/**
 * Prepares a schedule's revisions for questions. Each holds from its `from` until that of the next, whatever
 * order they are given in; of two from the same instant the higher number holds. Before the first one nobody
 * is on call. A definition is compiled when it is first needed, so years of history cost nothing until asked
 * about: a malformed date, time of day or unknown zone in it is a RangeError then.
 */
export const compile = (revisions: readonly Revision[], zones: Zones): Roster => {
  const sorted = [...revisions].sort((a, b) => a.from - b.from || a.number - b.number);
  const froms = Float64Array.from(sorted, ({ from }) => from);
  const chapters = sorted.map((revision) => toChapter(revision, zones));
  const endOf = (i: number): Instant => froms[i + 1] ?? Number.POSITIVE_INFINITY;

  const resolve = (from: Instant, until: Instant): Shift[] => {
    requireFinite(from);
    requireFinite(until);
    const parts: Shift[][] = [];
    for (let i = Math.max(0, countUpTo(froms, from) - 1); (froms[i] ?? until) < until; i += 1) {
      const chapter = chapters[i];
      const starts = Math.max(from, froms[i] ?? from);
      const ends = Math.min(until, endOf(i));
      if (starts < ends && chapter) {
        const ofTiers = chapter.tiers().map((t) => shiftsIn(t, starts, ends, chapter.number));
        parts.push(mergeByStart(ofTiers));
      }
    }
    const [first = [], ...more] = parts;
    return more.length === 0 ? first : parts.flat();
  };

  const onCallAt = (at: Instant): OnCall[] => {
    requireFinite(at);
    const chapter = chapters[countUpTo(froms, at) - 1];
    const found: OnCall[] = [];
    for (const tier of chapter?.tiers() ?? []) {
      for (const entry of stateAt(tier, at).entries) {
        const because = becauseOf(entry, chapter?.number ?? 0);
        found.push({ tier: tier.id, people: entry.people, because });
      }
    }
    return found;
  };

  const stableUntil = (at: Instant): Instant => {
    const i = countUpTo(froms, at) - 1;
    const states = chapters[i]?.tiers().map((tier) => stateAt(tier, at).until) ?? [];
    return Math.min(endOf(i), ...states);
  };

  const nextChange = (at: Instant): Instant | null => {
    const now = namesOf(onCallAt(at));
    for (let next = stableUntil(at); next <= at + YEAR; next = stableUntil(next)) {
      if (namesOf(onCallAt(next)) !== now) {
        return next;
      }
    }
    return null;
  };

  const shiftsAt = (at: Instant): Shift[] => {
    requireFinite(at);
    for (let reach = DAY; ; reach = Math.min(reach * 2, YEAR)) {
      const [from, until] = [at - reach, at + reach];
      const held = resolve(from, until).filter(
        (shift) => shift.startsAt <= at && at < shift.endsAt,
      );
      const whole = held.every((shift) => from < shift.startsAt && shift.endsAt < until);
      if (whole || reach >= YEAR) {
        return held;
      }
    }
  };

  return { resolve, onCallAt, shiftsAt, nextChange };
};

/** The revisions of a definition that has always held, for previews. */
export const current = (definition: Definition, number = 1): Revision[] => [
  { number, from: Number.NEGATIVE_INFINITY, definition },
];
