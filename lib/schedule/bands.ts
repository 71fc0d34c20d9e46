import { DAY, type DayNumber, parseDate, parseTime, weekdayOf } from "./calendar";
import type { Instant, LocalDate, WallTime, Weekday } from "./types";
import { windowsCover } from "./window";
import type { Zone } from "./zone";

/** What a minute on call can be. The first that fits is the one it is: no minute counts twice. */
export const bands = ["holiday", "weekend", "night", "weekday"] as const;
export type Band = (typeof bands)[number];

/** How an organisation counts time on call. Dates and times of day are read in the zone of what is counted. */
export type LoadRules = {
  /** From and until a time of day; `until` not after `from` means the next morning. */
  readonly night: { readonly from: WallTime; readonly until: WallTime };
  readonly weekend: readonly Weekday[];
  readonly holidays: readonly LocalDate[];
  /** What points are given for: each hour, or each local day of which a minute is on call. */
  readonly unit: "hour" | "day";
  /** Points for an hour, or a day, in a band. */
  readonly weights: Readonly<Record<Band, number>>;
  /** What the first tier's points are multiplied by, the second's and so on; the last holds for the rest. */
  readonly tiers: readonly number[];
};

/** What holds where nothing was set: nights from 22:00 to 06:00, Saturday and Sunday, no holidays. */
export const defaultLoadRules: LoadRules = {
  night: { from: "22:00", until: "06:00" },
  weekend: [6, 7],
  holidays: [],
  unit: "hour",
  weights: { weekday: 1, night: 1.5, weekend: 1.5, holiday: 2 },
  tiers: [1, 0.5],
};

/** The band of an instant, its local day, and until when at least both stay: never beyond that day. */
export type Banded = { readonly band: Band; readonly day: DayNumber; readonly until: Instant };

const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/** How many days after the one it begins on a night ends: 0 or 1. */
export const nightEndsAfter = ({ from, until }: LoadRules["night"]): number =>
  parseTime(until) > parseTime(from) ? 0 : 1;

/**
 * Tells the band of any instant by a zone's clock. A night opens and closes as a window does, so the hour
 * that comes twice is counted as the two hours it is. RangeError for a malformed date or time of day.
 */
export const bandsIn = (rules: LoadRules, zone: Zone): ((at: Instant) => Banded) => {
  const holidays = new Set(rules.holidays.map(parseDate));
  const night = windowsCover(
    [
      {
        days: EVERY_DAY,
        start: rules.night.from,
        end: rules.night.until,
        endsAfterDays: nightEndsAfter(rules.night),
      },
    ],
    zone,
  );
  return (at) => {
    const day = Math.floor(zone.reached(at) / DAY);
    const dayEnds = zone.first((day + 1) * DAY);
    if (holidays.has(day)) {
      return { band: "holiday", day, until: dayEnds };
    }
    if (rules.weekend.includes(weekdayOf(day))) {
      return { band: "weekend", day, until: dayEnds };
    }
    const { on, until } = night.at(at);
    return { band: on ? "night" : "weekday", day, until: Math.min(until, dayEnds) };
  };
};
