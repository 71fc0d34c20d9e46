import * as z from "zod";
import { DAY } from "@/lib/schedule/calendar";
import { compile } from "@/lib/schedule/compile";
import type { Instant, Interval, Override } from "@/lib/schedule/types";
import { zones } from "../engine/zones";
import { revisionsOf } from "./reading";
import { type Base, between, DAY_ONE, names, on, readBase, TIME, TO } from "./swap-base";
import { type Adapter, judge, nothingExpected, unread, type Verdict } from "./verdict";

/** These cases are told in words. A swap that is taken is a replacement in its interval; any other is nothing. */
const words = z.union([z.string(), z.array(z.string())]);
const shape = z.object({
  input: z.object({ base: z.string(), swap: words }),
  expected: words.nullish(),
});

const replacement = (span: Interval, person: string, by: string, i = 0): Override => ({
  ...span,
  id: `swap ${i}`,
  kind: "replace",
  target: { scope: "schedule" },
  person,
  by,
});

const PERIOD = new RegExp(
  `day ?(\\d+),? (?:from )?(${TIME})${TO}(?:day ?(\\d+),? )?(${TIME})`,
  "gi",
);
/** Only what holds then is asked for. */
const INSTANT = /(?:instant|query|queried|asked)\D*day ?(\d+),? (\d{1,2}:\d{2})/i;
const NOT_TAKEN = /deleted|untaken|not (?:yet )?taken|nobody (?:took|takes)|open|pending/i;

const inWords = (text: string, { benefactor, by }: Base): Override[] | null => {
  if (NOT_TAKEN.test(text)) {
    return [];
  }
  const past = { startsAt: DAY_ONE - 7 * DAY, endsAt: DAY_ONE - 6 * DAY };
  if (/not (?:on|in|part of) the schedule|someone else|stranger/.test(text)) {
    const span = { startsAt: DAY_ONE, endsAt: DAY_ONE + DAY };
    return [replacement(span, "somebody else", benefactor)];
  }
  return /in the past|past swap/.test(text) ? [replacement(past, by, benefactor)] : null;
};

/** Who gives and who takes, as the words around the period say, or else as the base does. */
const partiesIn = (before: string, after: string, { by, benefactor }: Base) => {
  const near = `${before} ${after}`;
  const [, from, to] = /\b([A-Z]\w*)\s*(?:->|→|=>|gives? to|for)\s*([A-Z]\w*)/.exec(near) ?? [];
  const [, taker] = /\b(?:taken|accepted|covered) by (?:user )?(\w+)/i.exec(after) ?? [];
  const [, giver] =
    /\b(?:swap|request\w*|asked)(?: \w+)? by (?:user )?([A-Z]\w*)\b/i.exec(near) ?? [];
  const [, named] = /benefactor:? (\w+)/i.exec(near) ?? [];
  return { person: from ?? giver ?? by, by: to ?? taker ?? named ?? benefactor };
};

/** Every swap of the text, each with its own words. Null when those are not ones that this adapter knows. */
const readSwaps = (text: string, base: Base): Override[] | null => {
  const plain = text.replace(/\((?!.*\bby\b)[^)]{2,}\)/g, "");
  const periods = [...plain.matchAll(PERIOD)];
  const unplaced = plain
    .split(/\s*[;\n]\s*/)
    .filter((part) => /\bswap|taken/i.test(part) && !part.match(PERIOD) && periods.length > 0);
  if (unplaced.some((part) => /day ?\d/i.test(part) && !INSTANT.test(part))) {
    return null;
  }
  if (periods.length === 0) {
    return inWords(plain, base);
  }
  return periods.flatMap((found, i) => {
    const [whole, day = "", from = "", lastDay, to = ""] = found;
    const rest = plain.slice(found.index + whole.length, periods[i + 1]?.index);
    const cut = Math.max(0, plain.lastIndexOf(";", found.index), periods[i - 1]?.index ?? 0);
    const { person, by } = partiesIn(plain.slice(cut, found.index), rest, base);
    return NOT_TAKEN.test(rest)
      ? []
      : [replacement(between(day, from, lastDay, to), person, by, i)];
  });
};

type Part = Interval & { readonly who: string };

/** Who is on call from when to when, one after another, stretches with the same people put together. */
const joined = (list: readonly Part[]): Part[] => {
  const found: Part[] = [];
  for (const part of [...list].sort((a, b) => a.startsAt - b.startsAt)) {
    const last = found.findLastIndex(({ who }) => who === part.who);
    const before = found[last];
    if (before?.endsAt === part.startsAt) {
      found[last] = { ...before, endsAt: part.endsAt };
    } else {
      found.push(part);
    }
  }
  return found;
};

const whoOf = (people: readonly string[]): string => [...people].sort().join("+");

/** From the day before the first on, so that a shift that begins on it is whole. */
const shiftsWith = (base: Base, overrides: readonly Override[], from = DAY_ONE - DAY): Part[] => {
  const revisions = revisionsOf("UTC", base.layers, [...base.overrides, ...overrides]);
  const shifts = compile(revisions, zones).resolve(from, DAY_ONE + 14 * DAY);
  return joined(
    shifts.map(({ startsAt, endsAt, people }) => ({ startsAt, endsAt, who: whoOf(people) })),
  );
};

const LINE = new RegExp(`^day ?(\\d+),?:? (${TIME})${TO}(?:day ?(\\d+),? )?(${TIME}):? (.+)$`, "i");

const readLine = (text: string): Part | null => {
  const [, day, from, lastDay, to, who = ""] = LINE.exec(text.trim()) ?? [];
  const people = names(who.replace(/\([^)]*\)/g, ""));
  return day && from && to && people.length > 0
    ? { ...between(day, from, lastDay, to), who: whoOf(people) }
    : null;
};

const dayOf = (at: Instant): number => Math.floor((at - DAY_ONE) / DAY) + 1;
const clock = (at: Instant): string => new Date(at).toISOString().slice(11, 16);
const say = (list: readonly Part[]): string[] =>
  list
    .map(({ startsAt, endsAt, who }) => {
      const isNext = dayOf(endsAt - 1) > dayOf(startsAt);
      const until = isNext ? `day${dayOf(endsAt - 1)} ${clock(endsAt)}` : clock(endsAt);
      return `day${dayOf(startsAt)} ${clock(startsAt)}-${until} ${who}`;
    })
    .sort();

/** Every variant leaves the shifts as they were. */
const unchanged = (text: string, base: Base) => {
  const before = say(shiftsWith(base, []));
  const variants = text.split(/\([a-z]\)/).filter((part) => part.trim() !== "");
  const read = variants.map((variant) => readSwaps(variant, base));
  const strange = variants.find((_, i) => read[i] === null);
  return strange === undefined
    ? judge(
        read.map((overrides) => say(shiftsWith(base, overrides ?? []))),
        read.map(() => before),
      )
    : unread(strange.trim());
};

/** The lines of the days that the case lists, or those that hold at the instant it asks about. */
const judgeLines = (stated: readonly string[], told: string, base: Base): Verdict => {
  const overrides = readSwaps(told, base);
  const lines = stated.map(readLine).filter((line) => line !== null);
  if (!overrides || lines.length < stated.length) {
    return unread(overrides ? stated.find((line) => !readLine(line)) : told);
  }
  const days = new Set(lines.map(({ startsAt }) => dayOf(startsAt)));
  const [, day, time] = INSTANT.exec(told) ?? [];
  const asked = day && time ? on(Number(day), time) : null;
  // Some suites see nothing before their first day: a shift over midnight begins there.
  const from = lines.some(({ startsAt }) => startsAt === DAY_ONE) ? DAY_ONE : undefined;
  const found = shiftsWith(base, overrides, from).filter(({ startsAt, endsAt }) =>
    asked === null ? days.has(dayOf(startsAt)) : startsAt <= asked && asked < endsAt,
  );
  return judge(say(found), say(joined(lines)));
};

export const swap: Adapter = (given) => {
  const { input, expected } = shape.parse(given);
  const told = [input.swap].flat().join("; ");
  const base = readBase(input.base);
  if (!base || !expected || expected.length === 0) {
    return base ? nothingExpected() : unread(input.base);
  }
  if (typeof expected === "string" && !LINE.test(expected)) {
    return /identical|unchanged|no change|no split|same as before|as before/i.test(expected)
      ? unchanged(told, base)
      : unread(expected);
  }
  const stated = [expected].flat().flatMap((line) => line.split(/;\s*/).filter(Boolean));
  return judgeLines(stated, told, base);
};
