import { type Facts, personFindings } from "./check";
import { balanceOf, shareOut } from "./fair";
import { mustCover } from "./gaps";
import type { Held } from "./held";
import { gapsByTime, heaviest, type Improvement, troubles } from "./improve";
import { lengthOf, subtract, union } from "./interval";
import { byPerson, type Counted } from "./load";
import type { Gap, Shift } from "./types";
import type { Zones } from "./zone";

export type Quality = {
  /** 0 to 100, rounded down: 100 only where nothing is to be mended. */
  readonly score: number;
  /** Each 0 to 1. */
  readonly coverage: number;
  readonly balance: number;
  readonly soundness: number;
  /** The largest gain first. */
  readonly improvements: readonly Improvement[];
};

/** A schedule's roster in a span: which revision held when, its shifts, and what counts of them for whom. */
export type Judged = {
  readonly held: readonly Held[];
  readonly shifts: readonly Shift[];
  readonly counted: readonly Counted[];
};

/** What must be covered and is not, tier by tier, and how long must be covered in all. */
const uncovered = ({ held, shifts }: Judged, zones: Zones) => {
  const gaps: Gap[] = [];
  let must = 0;
  const tiers = held.flatMap((part) =>
    part.revision.definition.tiers.map((tier) => ({ part, tier })),
  );
  for (const { part, tier } of tiers) {
    const wanted = mustCover(tier, part.revision.definition, part.startsAt, part.endsAt, zones);
    const there = union(shifts.filter((shift) => shift.tier === tier.id));
    must += lengthOf(wanted);
    gaps.push(...subtract(wanted, there).map((gap) => ({ ...gap, tier: tier.id })));
  }
  return { must, gaps };
};

/** Too little to be worth a word: a part of the points. */
const EVEN_ENOUGH = 0.01;

/** Rounding of sums must not cost a whole point. */
const toScore = (part: number): number => Math.floor(100 * part + 1e-9);

/**
 * How good a roster is, with what would make it better; null where nobody is on call and nobody need be.
 *
 * Score = 100 × coverage × balance × soundness, rounded down:
 * - coverage: the part of the time, summed over tiers, in which somebody must be on call and is;
 * - balance: 1 less the part of all points that would have to change hands for a fair share-out (`shareOut`);
 * - soundness: 1 less, over all time on call, the time of people who cannot be reached, have left, are on
 *   call twice or are off, and the rest that is missing; not below 0.
 *
 * Grafana OnCall takes the mean of coverage and balance, so a roster without anybody can have 50; its balance
 * is the mean over pairs of people of the lesser hours by the greater, 95 % and more being 100; and findings
 * do not count.
 */
export const quality = (judged: Judged, zones: Zones, facts: Facts): Quality | null => {
  const { held, shifts, counted } = judged;
  const { must, gaps } = uncovered(judged, zones);
  const last = held.at(-1)?.revision.definition;
  const onCall = [...byPerson(shifts).values()].reduce((sum, own) => sum + lengthOf(union(own)), 0);
  if (!last || must + onCall === 0) {
    return null;
  }
  const carried = shareOut(counted, held);
  const points = carried.reduce((sum, one) => sum + one.points, 0);
  const found = troubles(personFindings(shifts, facts), facts);
  const wrong = found.reduce((sum, { ms }) => sum + ms, 0);

  const coverage = must > 0 ? 1 - lengthOf(gaps) / must : 1;
  const balance = balanceOf(carried);
  const soundness = onCall > 0 ? Math.max(0, 1 - wrong / onCall) : 1;
  const missing = gapsByTime(gaps, zones(last.zone)).map((gap) => ({
    ...gap,
    gain: (100 * balance * soundness * gap.ms) / must,
  }));
  const overloads = carried
    .filter((one) => one.points - one.fair > EVEN_ENOUGH * points)
    .map(({ person, points: own, fair }) => ({
      kind: "overload" as const,
      person,
      ...heaviest(person, counted, carried),
      load: { share: own / points, fair: fair / points },
      gain: (100 * coverage * soundness * (own - fair)) / points,
    }));
  const rest = found.map((one) => ({
    ...one,
    gain: (100 * coverage * balance * one.ms) / onCall,
  }));
  return {
    score: toScore(coverage * balance * soundness),
    coverage,
    balance,
    soundness,
    improvements: [...missing, ...overloads, ...rest].sort((a, b) => b.gain - a.gain),
  };
};
