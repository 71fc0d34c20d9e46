import { type People, personNamed } from "@/components/schedule/people";
import type { Band } from "@/lib/schedule/bands";
import { DAY } from "@/lib/schedule/calendar";
import { formatDuration } from "@/lib/schedule/format";
import type { Improvement } from "@/lib/schedule/improve";
import { hours, percent } from "./band-words";

const WEEK = 7 * DAY;
const WEEKDAYS = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

type Words = {
  readonly people: People;
  readonly tiers: Readonly<Record<string, string>>;
  /** The length of what was looked at. */
  readonly spanMs: number;
};
type Of<Kind extends Improvement["kind"]> = Extract<Improvement, { kind: Kind }>;

const bandHours: Readonly<Record<Band, string>> = {
  weekday: "hours of weekdays",
  night: "hours of nights",
  weekend: "hours of weekends",
  holiday: "hours of holidays",
};

function gapWords({ tier, weekday, start, days, end, ms }: Of<"gap">, words: Words): string {
  const day = (later: number): string => WEEKDAYS[(weekday - 1 + later) % 7] ?? "";
  const name = words.tiers[tier] ?? "A tier that is gone";
  const often = words.spanMs >= 2 * WEEK;
  const length = often ? `${hours((ms * WEEK) / words.spanMs)} h a week` : `${hours(ms)} h in all`;
  if (days >= 7) return `${name} has nobody for ${days} days from ${day(0)} ${start}, ${length}.`;
  const when =
    days === 0 ? `${day(0)} ${start}–${end}` : `${day(0)} ${start} – ${day(days)} ${end}`;
  return `${name} has nobody ${when}, ${length}.`;
}

function overloadWords(
  { person, band, share, others, load }: Of<"overload">,
  { people }: Words,
): string {
  const { name } = personNamed(people, person);
  if (load.fair === 0) {
    return `${name} carries ${percent(load.share)} of the load, and is in no rotation here.`;
  }
  if (others && share <= others[1]) {
    return `${name} carries ${percent(load.share)} of the load; ${percent(load.fair)} would be a fair share.`;
  }
  const range = others?.map(percent);
  const rest = range
    ? `; the others ${range[0] === range[1] ? range[0] : `${range[0]?.replace(" %", "")}–${range[1]}`}`
    : "";
  return `${name} carries ${percent(share)} of the ${bandHours[band]}${rest}: more than a fair share.`;
}

/** What would make a roster better, in a sentence. */
export function improvementWords(one: Improvement, words: Words): string {
  if (one.kind === "gap") return gapWords(one, words);
  if (one.kind === "overload") return overloadWords(one, words);
  const { name } = personNamed(words.people, one.person);
  const long = formatDuration(one.ms);
  const times = one.times === 1 ? "once" : `${one.times} times`;
  switch (one.kind) {
    case "unreachable":
      return `${name} is on call for ${long} and cannot be reached: add a phone number or an address.`;
    case "left":
      return `${name} is on call for ${long} and has left: put somebody in their place.`;
    case "double":
      return `${name} is on call twice at the same time, ${times}, ${long} in all.`;
    case "time-off":
      return `${name} is on call for ${long} while off: find somebody to cover.`;
    case "rest":
      return `${name} has too little rest between shifts ${times}; ${long} are missing.`;
  }
}
