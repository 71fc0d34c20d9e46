import { DAY } from "@/lib/schedule/calendar";
import type { Instant, Layer, Override } from "@/lib/schedule/types";
import { always, EVERY_DAY, layerOf, readClock, readInstant, windowBetween } from "./reading";

/** A Monday; the suites count days from one of theirs. */
export const DAY_ONE: Instant = readInstant("2026-05-04T00:00:00Z");

export const TIME = "\\d{1,2}(?::\\d{2})?";
export const TO = "\\s*(?:-|–|to|until)\\s*";

const clockOf = (text: string): string => (text.includes(":") ? text : `${text}:00`);

/** A time of day of a numbered day. */
export const on = (day: number, clock: string): Instant =>
  DAY_ONE + (day - 1) * DAY + readClock(clockOf(clock));

/** From one time to another, which is on the same day, on the day that is named, or past midnight. */
export const between = (day: string, from: string, lastDay: string | undefined, to: string) => {
  const startsAt = on(Number(day), from);
  const endsAt = on(Number(lastDay ?? day), to);
  return { startsAt, endsAt: endsAt > startsAt || lastDay ? endsAt : endsAt + DAY };
};

/** "X+Z", "[X, Z]", "X and Z (swap requested)". */
export const names = (text: string): string[] =>
  text
    .replace(/[[(][^\])]*\b(?:swap|request|taken|pending|unchanged|untouched)[^\])]*[\])]/gi, "")
    .replace(/[,;]?\s*\b(?:swap (?:requested|pending)|untaken)\b.*$/i, "")
    .replace(/[[\](){}"']/g, "")
    .split(/\s*(?:\+|,|&|\/|\band\b)\s*/)
    .map((name) => name.trim())
    .filter(Boolean)
    .sort();

/** One letter each, as the suites' cases name people; else whatever stands behind "shift:". */
const peopleIn = (text: string): string[] => {
  const letters = text.match(/\b[A-Z]\d?\b/g) ?? [];
  const plain = text.replace(/^.*\b(?:shifts?|layers?)\b:?|\b(?:is )?on call\b|^\W+|:/gi, " ");
  return letters.length > 0 ? [...letters].sort() : names(plain);
};

export type Base = {
  readonly layers: readonly Layer[];
  readonly overrides: readonly Override[];
  readonly by: string;
  readonly benefactor: string;
};

const HOURS = new RegExp(`(${TIME})${TO}(${TIME})`, "g");
const DAILY = /\b(?:daily|every ?day|each day)\b/gi;
const OVERRIDE = new RegExp(
  `override\\b:?(.*?)\\b(?:on )?day ?(\\d+),? (?:from )?(${TIME})${TO}(?:day ?(\\d+),? )?(${TIME})(?: by (\\w+))?`,
  "i",
);

/** "X daily 12:00-15:00, Z 15-18": whoever stands before the hours. None where a single day is named. */
const dailyIn = (text: string, from: number): Layer[] => {
  if (!text.match(DAILY) || /\bday ?\d/i.test(text)) {
    return [];
  }
  const found = [...text.matchAll(HOURS)];
  return found.map((hours, i) => {
    const [, opens = "", closes = ""] = hours;
    const before = found[i - 1];
    const who = text.slice(before ? before.index + before[0].length : 0, hours.index);
    const people = peopleIn(who.replace(DAILY, " ").replace(/\bfrom\b/i, " "));
    return layerOf(`layer ${from + i}`, {
      rotation: always(people),
      windows: [windowBetween(EVERY_DAY, clockOf(opens), clockOf(closes))],
    });
  });
};

/** An override stands above the layers and hides them while it lasts. */
const overrideIn = (text: string, id: string): Override | null => {
  const [, who = "", day, from, lastDay, to, by = ""] = OVERRIDE.exec(text) ?? [];
  const people = peopleIn(`${who} ${by}`);
  if (!(day && from && to) || people.length === 0) {
    return null;
  }
  const span = between(day, from, lastDay, to);
  const shifts = [{ ...span, people }];
  return { ...span, id, kind: "temporary", target: { scope: "schedule" }, shifts };
};

const SWAP = /\b(?:swap|benefactor|beneficiary|taken by)\b/i;

/** Null for words that are none of these. */
export const readBase = (text: string): Base | null => {
  const plain = text.replace(/\((?![^)]*\bdaily\b)[^)]*\)/gi, " ").replace(/\s+/g, " ");
  const layers: Layer[] = [];
  const overrides: Override[] = [];
  for (const part of plain.split(/\s*[;\n]\s*/).filter((one) => /\w/.test(one))) {
    const daily = /\boverride/i.test(part) ? [] : dailyIn(part, layers.length);
    const override = overrideIn(part, `override ${overrides.length}`);
    if (daily.length === 0 && !override && !SWAP.test(part)) {
      return null;
    }
    layers.push(...daily);
    overrides.push(...(override ? [override] : []));
  }
  const [first] = layers.flatMap(({ rotation }) => rotation.turns.flatMap(({ people }) => people));
  if (first === undefined) {
    return null;
  }
  const [, by = first] =
    /(?:swap(?: request)?(?:ed)? (?:requested )?by|beneficiary:?) (\w+)/i.exec(plain) ?? [];
  const [, benefactor = "Y"] = /(?:benefactor:?|taken by) (\w+)/i.exec(plain) ?? [];
  return { layers, overrides, by, benefactor };
};
