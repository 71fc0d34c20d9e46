import * as z from "zod";
import { DAY, HOUR, mod, parseDate, weekdayOf } from "@/lib/schedule/calendar";
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
import { type Adapter, judge, skipped, type Verdict } from "./verdict";

const WEEK = 7 * DAY;

const shape = z.object({
  input: z.object({
    time_zone: z.string(),
    events: z.string(),
    now_local: z.string(),
    threshold_days: z.number(),
  }),
  expected: z.object({
    starts_local: z.array(z.string()).optional(),
    starts_utc: z.array(z.string()).optional(),
    duration_hours: z.number().optional(),
    epochs: z.number().optional(),
    invariant: z.string().optional(),
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

/** "7 events: Wed..Tue 12:00, 12h each", "Mon 10:30, 7 days; last epoch 2017-02-05 …". Null for other words. */
const readTemplate = (text: string): Template | null => {
  const [, day, clock] = /\b(Sun|Mon|Tue|Wed|Thu|Fri|Sat)\w*\b.*?(\d{1,2}:\d{2})/.exec(text) ?? [];
  const [, hours, days] = /(?:(\d+) ?h\b|(\d+) days?\b)/.exec(text) ?? [];
  const count = Number(/(\d+) (?:\w+ )?events?\b/.exec(text)?.[1] ?? 1);
  const last = /last epoch (\d{4}-\d{2}-\d{2})/.exec(text)?.[1];
  const length = hours ? Number(hours) * HOUR : Number(days ?? 0) * DAY;
  if (!(day && clock && length > 0)) {
    return null;
  }
  const first = mod(readWeekday(day), 7) * DAY + readClock(clock);
  const offsets = Array.from({ length: count }, (_, i) => first + i * DAY);
  const weeks = Math.ceil(((count - 1) * DAY + length) / WEEK);
  return { offsets, length, weeks, lastEpoch: last ? parseDate(last) : null };
};

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

const judgeInvariant = (text: string | undefined, shifts: readonly Shift[]): Verdict[] => {
  if (text === undefined) {
    return [];
  }
  const [, left, right] = /event\[(\d+)\]\.end ==? ?event\[(\d+)\]\.start/.exec(text) ?? [];
  if (!(left && right)) {
    return [skipped(`this adapter does not know the words "${text}"`)];
  }
  const at = (found: Instant | undefined): string => (found === undefined ? "nothing" : iso(found));
  return [judge(at(shifts[Number(left)]?.endsAt), at(shifts[Number(right)]?.startsAt))];
};

/** Answered by our equivalent: a weekly turn for each event, which needs no filling in. */
export const populateEpochs: Adapter = (given) => {
  const { input, expected } = shape.parse(given);
  const template = readTemplate(input.events);
  if (!template) {
    return skipped(`this adapter does not know the words "${input.events}"`);
  }
  const zone = zones(input.time_zone);
  const plan = planOf(input, template, zone);
  const verdicts = [
    ...(expected.epochs === undefined ? [] : [judge(plan.epochs, expected.epochs)]),
    ...judgeStarts(expected, plan, zone),
    ...judgeInvariant(expected.invariant, plan.shifts),
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
