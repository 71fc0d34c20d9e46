import { Temporal } from "temporal-polyfill";
import { zoneData } from "./zones";

/** The instants after `from` and up to `until` at which our table's clock changes. */
const ours = (name: string, from: number, until: number): number[] => {
  const { untils, offsets } = zoneData(name);
  return untils.flatMap((at, i) =>
    at !== null && from < at && at <= until && offsets[i] !== offsets[i + 1] ? [at] : [],
  );
};

/** The same by this Node's own table, which the oracle reads; null for a zone that it does not know. */
const theirs = (name: string, from: number, until: number): number[] | null => {
  const start = Temporal.Instant.fromEpochMilliseconds(from);
  try {
    const found: number[] = [];
    let at = start.toZonedDateTimeISO(name).getTimeZoneTransition("next");
    for (; at && at.epochMilliseconds <= until; at = at.getTimeZoneTransition("next")) {
      found.push(at.epochMilliseconds);
    }
    return found;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};

const known = new Map<string, boolean>();

/**
 * Whether our zone table and this Node's say the same of two years before a year until two years after it, as
 * far as a question may reach. Tables of different dates differ, mostly about the future: that is nobody's mistake.
 */
export const clocksAgree = (name: string, year: number): boolean => {
  const key = `${name} ${year}`;
  const [from, until] = [Date.UTC(year - 2, 0, 1), Date.UTC(year + 3, 0, 1)];
  const agree =
    known.get(key) ??
    JSON.stringify(theirs(name, from, until)) === JSON.stringify(ours(name, from, until));
  known.set(key, agree);
  return agree;
};
