import { DAY, HOUR } from "@/lib/schedule/calendar";
import type { Layer } from "@/lib/schedule/types";
import { always, layerOf, readClock, readWeekdays, windowOf } from "./reading";

/** The fixture that "as above" means in that suite: eight people, four at a time, on weekdays. */
const AS_ABOVE = "Mon-Fri 00:00-12:00 users 1-4; 12:00-24:00 users 5-8; ";
/** When its weekends begin, where the words add nothing but who. */
const WEEKEND = [12 * HOUR, DAY] as const;

const NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const COUNT = `\\d+|${NUMBERS.join("|")}`;
const numberIn = (text = ""): number => Number(text) || NUMBERS.indexOf(text.toLowerCase()) + 1;

const DAY_NAME = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*";
const DAYS = `${DAY_NAME}(?:\\s*(?:-|–|\\/|,|and|\\.\\.)\\s*${DAY_NAME})*|weekdays?|work ?days?|weekends?|daily|every ?day|each day`;
const RANGE =
  "(\\d{1,2}(?::\\d{2})?)\\s*(?:-|–|to)\\s*(\\d{1,2}(?::\\d{2})?)(?=\\s*(?:h\\b|UTC\\b|by\\b|[:;,(]|$|[a-z]))";
const LENGTH =
  "(\\d+(?:\\.\\d+)?) ?h(?:ours?)? (?:shifts? )?(?:from |at |starting )?(\\d{1,2}:\\d{2})";
const NUMBERED = "users? ?(\\d+)(?:\\s*(?:-|–|to|\\.\\.)\\s*(\\d+))?";
const ALL = `all(?: the)?(?: (${COUNT}))?|everybody`;
const PART = `(?:(first|other|last|second|remaining) )?\\b(${COUNT})\\b( other| more)?(?: of (?:the|them)(?: (?:${COUNT}))?)?(?: users?| people)?`;

const TOKEN = new RegExp(
  [
    `(?<days>\\b(?:${DAYS})\\b)`,
    `(?<numbered>${NUMBERED})`,
    `(?<length>${LENGTH})`,
    `(?<range>${RANGE})`,
    `(?<all>\\b(?:${ALL}))`,
    `(?<part>${PART})`,
  ].join("|"),
  "gi",
);

type Span = readonly [startsAfter: number, length: number];
type Token =
  | { readonly kind: "days"; readonly text: string }
  | { readonly kind: "span"; readonly span: Span }
  | { readonly kind: "people"; readonly people: readonly string[]; readonly isCount: boolean };

const clock = (text: string): number => readClock(text.includes(":") ? text : `${text}:00`);
const users = (from: number, to: number): string[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => `user ${from + i}`);

const spanBetween = (from: string, to: string): Span => {
  const [opens, closes] = [clock(from), clock(to)];
  return [opens, closes > opens ? closes - opens : closes + DAY - opens];
};

const partOf = (text: string): string[] => {
  const [, place = "", count, more] = new RegExp(PART, "i").exec(text) ?? [];
  const size = numberIn(count);
  return more || /other|last|second|remaining/i.test(place)
    ? users(size + 1, size * 2)
    : users(1, size);
};

const tokenOf = (groups: Readonly<Record<string, string | undefined>>, team: number): Token => {
  const { days, numbered, length, range, all, part = "" } = groups;
  if (days) return { kind: "days", text: days };
  if (length) {
    const [, hours, from = ""] = new RegExp(LENGTH, "i").exec(length) ?? [];
    return { kind: "span", span: [clock(from), Number(hours) * HOUR] };
  }
  if (range) {
    const [from = "", to = ""] = range.split(/\s*(?:-|–|to)\s*/);
    return { kind: "span", span: spanBetween(from, to) };
  }
  if (numbered) {
    const [, from, to = from] = new RegExp(NUMBERED, "i").exec(numbered) ?? [];
    return { kind: "people", people: users(Number(from), Number(to)), isCount: false };
  }
  if (all) {
    const count = numberIn(new RegExp(COUNT, "i").exec(all)?.[0]);
    return { kind: "people", people: users(1, count || team), isCount: false };
  }
  return { kind: "people", people: partOf(part), isCount: true };
};

/** What nobody read and might have mattered: figures, times of day, exceptions, people who take turns. */
const MATTERS = new RegExp(
  `\\d|\\b(?:${NUMBERS.join("|")}|${DAY_NAME}|except|without|not|never|no|half|alternat\\w*|rotat\\w*|turns?|night|morning|evening)\\b`,
  "i",
);

/** Null where some words that matter are left over. */
const tokensOf = (text: string, team: number): Token[] | null =>
  MATTERS.test(text.replace(TOKEN, " "))
    ? null
    : [...text.matchAll(TOKEN)].map(({ groups = {} }) => tokenOf(groups, team));

const GROUP = `(${COUNT})(?: different)?(?: users?| people)`;
const TIMES = new RegExp(
  `\\b(${COUNT})(?: ?[x×] ?| )(\\d+) ?h\\b(?:ours?)?(?: shifts?)?[^;]*?(?:\\b${GROUP}?(?: each| per)(?: shift)?|\\b(?:of|by|with) ${GROUP})`,
  "i",
);

/** "2x12h, 4 users each" says the same as two spans. */
const spelledOut = (text: string): string => {
  const [whole, times, hours, each, among] = TIMES.exec(text) ?? [];
  const size = each ?? among;
  if (!whole) return text;
  const group = numberIn(size);
  const parts = Array.from({ length: numberIn(times) }, (_, i) => {
    const [from, to] = [i * Number(hours), (i + 1) * Number(hours)];
    return `${from}:00-${to}:00 users ${i * group + 1}-${(i + 1) * group}`;
  });
  return text.replace(whole, parts.join("; "));
};

/** A leading "8 users" is the team's size, nobody's turn. */
const withoutTeam = (tokens: readonly Token[]): readonly Token[] => {
  const of = (kind: Token["kind"]) => tokens.filter((token) => token.kind === kind).length;
  const [first] = tokens;
  return first?.kind === "people" && first.isCount && of("people") > of("span")
    ? tokens.slice(1)
    : tokens;
};

type Clause = {
  readonly days: string;
  readonly span: Span | null;
  readonly people: readonly string[] | null;
};

/** The clause with one more token, or null where it has that part already. */
const extended = (clause: Clause, token: Token): Clause | null => {
  const { days, span, people } = clause;
  switch (token.kind) {
    case "days":
      return span || (people && days !== "all") ? null : { ...clause, days: token.text };
    case "span":
      return span ? null : { ...clause, span: token.span };
    default: {
      const isWeekend = /^(sat|sun|weekend)/i.test(days);
      return people
        ? null
        : { days, people: token.people, span: span ?? (isWeekend ? WEEKEND : null) };
    }
  }
};

/** People stand before or after their span, in all of the words alike. Null where one of the two is missing. */
const layersOf = (tokens: readonly Token[]): Layer[] | null => {
  const layers: Layer[] = [];
  let clause: Clause = { days: "all", span: null, people: null };
  for (const token of tokens) {
    const next = extended(clause, token);
    if (!next) {
      return null;
    }
    const { days, span, people } = next;
    clause = span && people ? { days, span: null, people: null } : next;
    if (span && people) {
      const windows = [windowOf(readWeekdays(days), ...span)];
      layers.push(layerOf(`layer ${layers.length}`, { rotation: always(people), windows }));
    }
  }
  return clause.span || clause.people || layers.length === 0 ? null : layers;
};

/** Remarks in brackets, but not people or hours; and how long the case looks, which is a week. */
const withoutRemarks = (text: string): string =>
  text
    .replace(
      /\((?![^)]*(?:\busers?\b|\d{1,2}:\d{2}|\ball\b|\bfirst\b|\bother\b|\d ?h\b))[^)]*\)/gi,
      " ",
    )
    .replace(
      /\b(?:for |over |during |in )?(?:one|a|1|the|per|whole) (?:whole |full )?week\b|\b7 days\b/gi,
      " ",
    )
    .replace(/\bnoon\b/gi, "12:00")
    .replace(/\bmidnight\b/gi, "24:00")
    .replace(
      /\b24[/x]7\b|\ball (?:the )?(?:week|time)\b|\baround the clock\b/gi,
      "daily 00:00-24:00",
    );

/** "Mon-Fri 00:00-12:00 by users 1-4; 12:00-24:00 by users 5-8; Sat/Sun 24h from 12:00 by all 8". Null for other words. */
export const layersIn = (text: string): Layer[] | null => {
  const above = /^.*?\bas (?:above|before|GR-Q\d+\w?)|^above/i;
  const whole = spelledOut(withoutRemarks(text).replace(above, AS_ABOVE)).replace(
    /\b12 ?h shifts?:?/i,
    "",
  );
  const [, team] = new RegExp(`^\\W*(${COUNT}) (?:users|people)`, "i").exec(whole) ?? [];
  const tokens = tokensOf(whole, numberIn(team) || 8);
  return tokens && layersOf(withoutTeam(tokens));
};
