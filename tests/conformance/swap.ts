import * as z from "zod";
import { DAY } from "@/lib/schedule/calendar";
import { compile } from "@/lib/schedule/compile";
import type { Instant, Override } from "@/lib/schedule/types";
import {
  always,
  EVERY_DAY,
  layerOf,
  readClock,
  readInstant,
  revisionsOf,
  windowBetween,
  zones,
} from "./reading";
import { type Adapter, failed, judge } from "./verdict";

/** These cases are told in words. A swap that is taken is a replacement in its interval; any other is nothing. */
const shape = z.object({
  input: z.object({ base: z.string(), swap: z.string() }),
  expected: z.union([z.string(), z.array(z.string())]),
});

const DAY_ONE: Instant = readInstant("2026-05-04T00:00:00Z");
const on = (day: number, clock: string): Instant => DAY_ONE + (day - 1) * DAY + readClock(clock);
const names = (text: string): string[] =>
  text
    .replace(/[[\]{}"']/g, "")
    .split(/\s*(?:\+|,|&|\band\b)\s*/)
    .filter(Boolean)
    .sort();

const clockOf = (text: string): string => (text.includes(":") ? text : `${text}:00`);

type Base = {
  readonly people: readonly string[];
  readonly start: string;
  readonly end: string;
  readonly by: string;
  readonly benefactor: string;
};

const HOURS =
  /^(.*?),? (?:daily|every day),? (?:from )?(\d{1,2}(?::\d{2})?)\s*(?:-|–|to)\s*(\d{1,2}(?::\d{2})?)/i;

/** One letter each, as the suites' cases name people; else whatever stands behind "shift:". */
const peopleIn = (text: string): string[] => {
  const letters = text.match(/\b[A-Z]\d?\b/g) ?? [];
  return letters.length > 0 ? [...letters].sort() : names(text.replace(/^.*shifts?:?/i, ""));
};

const readBase = (text: string): Base | null => {
  const plain = text.replace(/\([^)]*\)/g, " ").replace(/\s+/g, " ");
  const [, before = "", start, end] = HOURS.exec(plain) ?? [];
  const people = peopleIn(before);
  if (!(start && end) || people.length === 0) {
    return null;
  }
  const [, by = people[0] ?? ""] = /swap(?: request)? (?:requested )?by (\w+)/i.exec(plain) ?? [];
  const [, benefactor = "Y"] = /benefactor:? (\w+)/i.exec(plain) ?? [];
  return { people, start: clockOf(start), end: clockOf(end), by, benefactor };
};

const replacement = (
  startsAt: Instant,
  endsAt: Instant,
  person: string,
  by: string,
): Override[] => [
  { id: "swap", kind: "replace", target: { scope: "schedule" }, startsAt, endsAt, person, by },
];

const PERIOD =
  /day ?(\d+),? (\d{1,2}(?::\d{2})?)\s*(?:-|–|to)\s*(?:day ?(\d+),? )?(\d{1,2}(?::\d{2})?)/i;
/** Only what holds then is asked for. */
const INSTANT = /(?:instant|query|queried|asked)\D*day ?(\d+),? (\d{1,2}:\d{2})/i;
const NOT_TAKEN = /deleted|untaken|not (?:yet )?taken|nobody (?:took|takes)/i;

const inWords = (text: string, { benefactor, by }: Base): Override[] | null => {
  if (NOT_TAKEN.test(text)) {
    return [];
  }
  if (/not (?:on|in) the schedule/.test(text)) {
    return replacement(DAY_ONE, DAY_ONE + DAY, "somebody else", benefactor);
  }
  return /in the past|past swap/.test(text)
    ? replacement(DAY_ONE - 7 * DAY, DAY_ONE - 6 * DAY, by, benefactor)
    : null;
};

/** Null when the words are not ones that this adapter knows. */
const readSwap = (text: string, base: Base): Override[] | null => {
  const plain = text.replace(/\([^)]{2,}\)/g, "");
  const [, day, start, lastDay, end] = PERIOD.exec(plain) ?? [];
  if (!(day && start && end) || NOT_TAKEN.test(plain)) {
    return inWords(plain, base);
  }
  return replacement(
    on(Number(day), clockOf(start)),
    on(Number(lastDay ?? day), clockOf(end)),
    base.by,
    base.benefactor,
  );
};

type Part = { readonly startsAt: Instant; readonly endsAt: Instant; readonly who: string };

/** Who is on call from when to when, one after another, stretches with the same people put together. */
const joined = (list: readonly Part[]): Part[] => {
  const found: Part[] = [];
  for (const part of [...list].sort((a, b) => a.startsAt - b.startsAt)) {
    const last = found.at(-1);
    if (last && last.endsAt === part.startsAt && last.who === part.who) {
      found[found.length - 1] = { ...last, endsAt: part.endsAt };
    } else {
      found.push(part);
    }
  }
  return found;
};

const shiftsWith = (base: Base, overrides: readonly Override[]): Part[] => {
  const layer = layerOf("layer", {
    rotation: always(base.people),
    windows: [windowBetween(EVERY_DAY, base.start, base.end)],
  });
  const shifts = compile(revisionsOf("UTC", [layer], overrides), zones).resolve(
    DAY_ONE,
    DAY_ONE + 7 * DAY,
  );
  return joined(
    shifts.map(({ startsAt, endsAt, people }) => ({
      startsAt,
      endsAt,
      who: [...people].sort().join("+"),
    })),
  );
};

const LINE = /^day ?(\d+),?:? (\d{1,2}(?::\d{2})?)\s*(?:-|–|to)\s*(\d{1,2}(?::\d{2})?):? (.+)$/i;

const readLine = (text: string): (Part & { readonly day: number }) | null => {
  const plain = text.replace(/\([^)]*\)/g, "").trim();
  const [, day, start, end, who] = LINE.exec(plain) ?? [];
  return day && start && end && who
    ? {
        day: Number(day),
        startsAt: on(Number(day), clockOf(start)),
        endsAt: on(Number(day), clockOf(end)),
        who: names(who).join("+"),
      }
    : null;
};

const say = (list: readonly Part[]): string[] =>
  list.map(({ startsAt, endsAt, who }) => {
    const day = Math.floor((startsAt - DAY_ONE) / DAY) + 1;
    const clock = (at: Instant) => new Date(at).toISOString().slice(11, 16);
    return `day${day} ${clock(startsAt)}-${clock(endsAt)} ${who}`;
  });

/** Every variant leaves the shifts as they were. */
const unchanged = (text: string, base: Base) => {
  const before = say(shiftsWith(base, []));
  const variants = text.split(/\([a-z]\)/).filter((part) => part.trim() !== "");
  const read = variants.map((variant) => readSwap(variant, base));
  const unread = variants.find((_, i) => read[i] === null);
  return unread === undefined
    ? judge(
        read.map((overrides) => say(shiftsWith(base, overrides ?? []))),
        read.map(() => before),
      )
    : failed(`cannot be read: the words "${unread.trim()}"`);
};

export const swap: Adapter = (given) => {
  const { input, expected } = shape.parse(given);
  const base = readBase(input.base);
  if (!base) {
    return failed(`cannot be read: the words "${input.base}"`);
  }
  if (typeof expected === "string") {
    return /identical|unchanged|no change|no split|same as before|as before/i.test(expected)
      ? unchanged(input.swap, base)
      : failed(`cannot be read: the words "${expected}"`);
  }
  const overrides = readSwap(input.swap, base);
  const lines = expected.map(readLine).filter((line) => line !== null);
  if (!overrides || lines.length < expected.length) {
    const words = overrides ? expected.find((_, i) => !readLine(expected[i] ?? "")) : input.swap;
    return failed(`cannot be read: the words "${words}"`);
  }
  const days = new Set(lines.map(({ day }) => day));
  const [, day, clock] = INSTANT.exec(input.swap) ?? [];
  const asked = day && clock ? on(Number(day), clock) : null;
  const found = shiftsWith(base, overrides).filter(({ startsAt, endsAt }) =>
    asked === null
      ? days.has(Math.floor((startsAt - DAY_ONE) / DAY) + 1)
      : startsAt <= asked && asked < endsAt,
  );
  return judge(say(found), say(joined(lines)));
};
