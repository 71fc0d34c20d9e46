import * as z from "zod";
import { DAY, formatWallTime, HOUR, mod, parseDate, weekdayOf } from "@/lib/schedule/calendar";
import { compile } from "@/lib/schedule/compile";
import type { Instant, Layer, Shift } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { POLICIES } from "./policy";
import {
  iso,
  layerOf,
  parts,
  readClock,
  readInstant,
  readWall,
  readWeekday,
  revisionsOf,
  windowOf,
  zones,
} from "./reading";
import { type Adapter, failed, judge, type Verdict } from "./verdict";

const WEEK = 7 * DAY;

const shape = z.object({
  input: z.object({
    time_zone: z.string(),
    events: z.union([z.string(), z.array(z.object({ start: z.number(), duration: z.number() }))]),
    now_local: z.string(),
    threshold_days: z.number(),
    last_epoch: z.string().nullish(),
  }),
  expected: z.object({
    starts_local: z.array(z.string()).optional(),
    starts_utc: z.array(z.string()).optional(),
    duration_hours: z.number().optional(),
    epochs: z.number().optional(),
    invariant: z.string().nullish(),
  }),
});
type Input = z.infer<typeof shape>["input"];
type Expected = z.infer<typeof shape>["expected"];

/** Events on consecutive days of a template that repeats every `weeks`, counted from a Sunday's midnight. */
type Template = {
  readonly offsets: readonly number[];
  readonly length: number;
  readonly weeks: number;
  readonly lastEpoch: number | null;
};

const lengthIn = (text: string): number => {
  const [, count, unit = ""] =
    /(\d+(?:\.\d+)?|a|one)[- ]?(h|hours?|days?|weeks?)\b/.exec(text) ?? [];
  const units: Readonly<Record<string, number>> = { h: HOUR, d: DAY, w: WEEK };
  return (Number(count) || 1) * (units[unit[0] ?? ""] ?? 0);
};

/** "7 events: Wed..Tue 12:00, 12h each", "Mon 10:30, 7 days; last epoch 2017-02-05 …". Null for other words. */
const readTemplate = ({ events, last_epoch }: Input): Template | null => {
  const words = typeof events === "string" ? events : "";
  const last = last_epoch?.slice(0, 10) ?? /last epoch:? (\d{4}-\d{2}-\d{2})/.exec(words)?.[1];
  const lastEpoch = last ? parseDate(last) : null;
  if (typeof events !== "string") {
    const offsets = events.map(({ start }) => start * 1000);
    const length = (events[0]?.duration ?? 0) * 1000;
    const even = events.every(({ duration }) => duration * 1000 === length);
    return even && length > 0
      ? { offsets, length, weeks: weeksOf(offsets, length), lastEpoch }
      : null;
  }
  const [, day, clock] =
    /\b(Sun|Mon|Tue|Wed|Thu|Fri|Sat)\w*\b.*?(\d{1,2}:\d{2}|noon)/.exec(words) ?? [];
  const count = Number(/(\d+) (?:\w+ )?(?:events?|shifts?)\b/.exec(words)?.[1] ?? 1);
  const length = lengthIn(words);
  if (!(day && clock && length > 0)) {
    return null;
  }
  const first = mod(readWeekday(day), 7) * DAY + readClock(clock === "noon" ? "12:00" : clock);
  const offsets = Array.from({ length: count }, (_, i) => first + i * DAY);
  return { offsets, length, weeks: weeksOf(offsets, length), lastEpoch };
};

/** From the first event's start to the last one's end, in whole weeks. */
const weeksOf = (offsets: readonly number[], length: number): number =>
  Math.ceil(((offsets.at(-1) ?? 0) - (offsets[0] ?? 0) + length) / WEEK);

/** One event: its week's turn is taken, the other weeks' are empty. */
const toLayer = ({ length, weeks }: Template, offset: number, epoch: number): Layer => {
  const start = epoch * DAY + offset;
  const own = Math.max(1, Math.floor(length / WEEK));
  const turns = Array.from({ length: Math.max(1, Math.ceil(weeks / own)) }, (_, i) => ({
    id: String(i),
    people: i === 0 ? ["somebody"] : [],
  }));
  const rotation = {
    unit: "week",
    every: own,
    anchor: { ...parts(start), turn: 0 },
    turns,
  } as const;
  const weekday = weekdayOf(Math.floor(start / DAY));
  const windows = length % WEEK === 0 ? [] : [windowOf([weekday], mod(start, DAY), length)];
  return layerOf(String(offset), { rotation, windows });
};

const sundayBefore = (wall: number): number => {
  const day = Math.floor(wall / DAY);
  return day - mod(weekdayOf(day), 7);
};

type Plan = { readonly epochs: number; readonly shifts: readonly Shift[] };

/** Our shifts in the epochs that the other product would fill: up to `threshold_days` from now. */
const planOf = (input: Input, template: Template, zone: Zone): Plan => {
  const now = readWall(input.now_local);
  const { lastEpoch, weeks } = template;
  const first = lastEpoch === null ? sundayBefore(now) : lastEpoch + weeks * 7;
  let epochs = 0;
  while ((first + epochs * weeks * 7) * DAY <= now + input.threshold_days * DAY) {
    epochs += 1;
  }
  const layers = template.offsets.map((offset) => toLayer(template, offset, first));
  const from = zone.first(first * DAY + (template.offsets[0] ?? 0));
  const until = zone.first((first + (epochs + 2) * weeks * 7) * DAY);
  const shifts = compile(revisionsOf(input.time_zone, layers), zones)
    .resolve(from, until)
    // What begins before the first event belongs to the epoch before.
    .filter(({ startsAt }) => startsAt >= from)
    .slice(0, epochs * template.offsets.length);
  return { epochs, shifts };
};

const judgeStarts = (expected: Expected, { shifts }: Plan, zone: Zone): Verdict[] => {
  const theirs =
    expected.starts_utc?.map(readInstant) ??
    expected.starts_local?.map((text) => zone.first(readWall(text)));
  if (!theirs) {
    return [];
  }
  const begins = shifts.findIndex(({ startsAt }) => startsAt === theirs[0]);
  const run = shifts.slice(Math.max(0, begins), Math.max(0, begins) + theirs.length);
  const missed = (expected.starts_local ?? []).some(
    (text) => zone.toWall(zone.first(readWall(text))) !== readWall(text),
  );
  const difference = missed ? POLICIES.otherGap : null;
  const starts = judge(
    run.map(({ startsAt }) => iso(startsAt)),
    theirs.map(iso),
    difference,
  );
  const hours = run.map(({ startsAt, endsAt }) => (endsAt - startsAt) / HOUR);
  const changes = run.some(
    ({ startsAt, endsAt }) => zone.offsetAt(startsAt) !== zone.offsetAt(endsAt),
  );
  return expected.duration_hours === undefined
    ? [starts]
    : [
        starts,
        judge(
          hours,
          run.map(() => expected.duration_hours),
          changes ? POLICIES.fixedLength : null,
        ),
      ];
};

const judgeInvariant = (
  text: string | null | undefined,
  shifts: readonly Shift[],
  zone: Zone,
): Verdict[] => {
  if (!text) {
    return [];
  }
  const meetings = [...text.matchAll(/event\[(\d+)\]\.end\s*={1,3}\s*event\[(\d+)\]\.start/g)];
  const clock = /(?:starts?|local|handoff|hour)\b[^.;,]*?(\d{1,2}:\d{2})/.exec(
    text.replace(/\([^)]*\)/g, ""),
  )?.[1];
  if (meetings.length === 0 && !clock && !/no gap|consecutive/i.test(text)) {
    return [failed(`cannot be read: the words "${text}"`)];
  }
  const at = (found: Instant | undefined): string => (found === undefined ? "nothing" : iso(found));
  const pairs =
    meetings.length > 0
      ? meetings.map(([, left, right]) => [shifts[Number(left)], shifts[Number(right)]])
      : shifts.slice(1).map((shift, i) => [shifts[i], shift]);
  return [
    ...pairs.map(([one, next]) => judge(at(one?.endsAt), at(next?.startsAt))),
    ...(clock
      ? shifts.map(({ startsAt }) =>
          judge(formatWallTime(mod(zone.toWall(startsAt), DAY)), formatWallTime(readClock(clock))),
        )
      : []),
  ];
};

/** Answered by our equivalent: a weekly turn for each event, which needs no filling in. */
export const populateEpochs: Adapter = (given) => {
  const { input, expected } = shape.parse(given);
  const template = readTemplate(input);
  if (!template) {
    return failed(`cannot be read: the words ${JSON.stringify(input.events)}`);
  }
  const zone = zones(input.time_zone);
  const plan = planOf(input, template, zone);
  const verdicts = [
    ...(expected.epochs === undefined ? [] : [judge(plan.epochs, expected.epochs)]),
    ...judgeStarts(expected, plan, zone),
    ...judgeInvariant(expected.invariant, plan.shifts, zone),
  ];
  const worst = ["failed", "skipped"]
    .map((outcome) => verdicts.find((verdict) => verdict.outcome === outcome))
    .find((verdict) => verdict !== undefined);
  const reasons = verdicts.map(({ reason }) => reason).filter(Boolean);
  return (
    worst ?? {
      outcome: "passed",
      reason: ["our equivalent: weekly turns, computed for ever", ...reasons].join("; "),
    }
  );
};
