import * as z from "zod";
import { DAY, formatWallTime, HOUR, mod, weekdayOf } from "@/lib/schedule/calendar";
import { compile } from "@/lib/schedule/compile";
import type { Instant, Interval, Layer } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { zones } from "../engine/zones";
import { CLOCKS, exists, readBy } from "./clock";
import { RULES } from "./policy";
import {
  iso,
  layerOf,
  parts,
  readClock,
  readInstant,
  readMoment,
  readWall,
  revisionsOf,
  sameMoments,
  windowOf,
} from "./reading";
import { type Event, eventsShape, readTemplate, type Template } from "./template";
import { type Adapter, failed, judge, passed, together, unread, type Verdict } from "./verdict";

const WEEK = 7 * DAY;

const texts = z.array(z.string()).nullish();
const number = z.number().nullish();
const shape = z.object({
  input: z.object({
    time_zone: z.string().default("UTC"),
    events: eventsShape,
    now_local: z.string(),
    threshold_days: z.number(),
    last_epoch: z.string().nullish(),
  }),
  expected: z.union([
    z.string().transform((invariant) => ({ invariant })),
    z.looseObject({
      starts_local: texts,
      starts_utc: texts,
      ends_local: texts,
      ends_utc: texts,
      duration_hours: number,
      duration_h: number,
      epochs: number,
      count: number,
      invariant: z.string().nullish(),
    }),
  ]),
});
type Input = z.infer<typeof shape>["input"];
type Expected = Extract<z.infer<typeof shape>["expected"], { epochs?: unknown }>;

/** One event: its week's turn is taken, the other weeks' are empty. */
const toLayer = ({ offset, length }: Event, weeks: number, epoch: number): Layer => {
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

/** What fills the epochs: ours from the engine, theirs from the template by their clock. */
type Plan = {
  readonly epochs: number;
  readonly shifts: readonly Interval[];
  readonly theirs: readonly Interval[];
  readonly gap: boolean;
};

const LINKEDIN = CLOCKS.find(({ policy }) => policy === "LinkedIn Oncall");

const readTheirs = (wall: number, zone: Zone): Instant =>
  (LINKEDIN && readBy(LINKEDIN, wall, zone, "start")) ?? zone.first(wall);

/** The epochs that the other product would fill: up to `threshold_days` from now. */
const planOf = (input: Input, { events, weeks, lastEpoch }: Template, zone: Zone): Plan => {
  const now = readWall(input.now_local);
  const first = lastEpoch === null ? sundayBefore(now) : lastEpoch + weeks * 7;
  let epochs = 0;
  while ((first + epochs * weeks * 7) * DAY <= now + input.threshold_days * DAY) {
    epochs += 1;
  }
  const layers = events.map((event) => toLayer(event, weeks, first));
  const opens = Math.min(...events.map(({ offset }) => offset));
  const from = zone.first(first * DAY + opens);
  const until = zone.first((first + (epochs + 2) * weeks * 7) * DAY);
  const shifts = compile(revisionsOf(input.time_zone, layers), zones)
    .resolve(from, until)
    // What begins before the first event belongs to the epoch before.
    .filter(({ startsAt }) => startsAt >= from)
    .slice(0, epochs * events.length);
  const walls = Array.from({ length: epochs }, (_, i) => (first + i * weeks * 7) * DAY)
    .flatMap((epoch) => events.map(({ offset, length }) => [epoch + offset, length] as const))
    .sort(([a], [b]) => a - b);
  const theirs = walls.map(([wall, length]) => ({
    startsAt: readTheirs(wall, zone),
    endsAt: readTheirs(wall + length, zone),
  }));
  const gap = walls.some(([wall, length]) => !exists(wall, zone) || !exists(wall + length, zone));
  return { epochs, shifts, theirs, gap };
};

type Edge = "startsAt" | "endsAt";

/** The case lists some of the shifts, one after another. Nothing to judge where it lists none. */
const judgeEdges = (
  edge: Edge,
  instants: readonly string[] | null | undefined,
  locals: readonly string[] | null | undefined,
  plan: Plan,
  zone: Zone,
): { readonly verdicts: readonly Verdict[]; readonly run: readonly Interval[] } => {
  const stated = instants?.map(readInstant) ?? locals?.map((text) => readMoment(text, zone)) ?? [];
  const [head] = stated;
  if (head === undefined) {
    return { verdicts: [], run: plan.shifts };
  }
  const place = (list: readonly Interval[]) => list.findIndex((one) => one[edge] === head);
  const begins = Math.max(0, place(plan.shifts), place(plan.theirs));
  const runOf = (list: readonly Interval[]) => list.slice(begins, begins + stated.length);
  const answer = (list: readonly Interval[]) => runOf(list).map((one) => iso(one[edge]));
  const peer = {
    policy: "LinkedIn Oncall",
    does: LINKEDIN?.gap[0] ?? "",
    rule: RULES.gap,
    answer: answer(plan.theirs),
  };
  const contradicts = (instants ?? []).find((instant, i) => {
    const local = locals?.[i];
    const isNominal = local && readTheirs(readWall(local), zone) === stated[i];
    return !isNominal && !sameMoments([instant], [local], zone);
  });
  const verdicts = [
    contradicts === undefined
      ? judge(answer(plan.shifts), stated.map(iso), plan.gap ? [peer] : [])
      : failed(`the case contradicts itself: ${contradicts} is not its local time`),
  ];
  return { verdicts, run: runOf(plan.shifts) };
};

/** Hours that pass, or hours on the clock, which is how a template states them. */
const judgeHours = (hours: number, run: readonly Interval[], zone: Zone): Verdict => {
  const ours = run.map(({ startsAt, endsAt }) => {
    const ways = [endsAt - startsAt, zone.toWall(endsAt) - zone.toWall(startsAt)];
    return ways.includes(hours * HOUR) ? hours : (ways[0] ?? 0) / HOUR;
  });
  return judge(
    ours,
    run.map(() => hours),
  );
};

const judgeInvariant = (
  text: string | null | undefined,
  shifts: readonly Interval[],
  zone: Zone,
): Verdict[] => {
  if (!text) {
    return [];
  }
  const meetings = [
    ...text.matchAll(/event\w*\[(\d+)\]\.end\s*={1,3}\s*event\w*\[(\d+)\]\.start/g),
  ];
  const clock = /(?:starts?|local|handoff|hour|begins?)\b[^.;,]*?(\d{1,2}:\d{2})/.exec(
    text.replace(/\([^)]*\)/g, ""),
  )?.[1];
  if (meetings.length === 0 && !clock && !/no gap|consecutive|contiguous|gapless/i.test(text)) {
    return [unread(text)];
  }
  const at = (found: Instant | undefined): string => (found === undefined ? "nothing" : iso(found));
  const pairs =
    meetings.length > 0
      ? meetings.map(([, left, right]) => [shifts[Number(left)], shifts[Number(right)]])
      : shifts.slice(1).map((shift, i) => [shifts[i], shift]);
  return [
    ...pairs.map(([one, next]) =>
      judge(one ? at(one.endsAt) : "no such event", at(next?.startsAt)),
    ),
    ...(clock
      ? shifts.map(({ startsAt }) =>
          judge(formatWallTime(mod(zone.toWall(startsAt), DAY)), formatWallTime(readClock(clock))),
        )
      : []),
  ];
};

const verdictsOf = (expected: Expected, plan: Plan, zone: Zone): Verdict[] => {
  const starts = judgeEdges("startsAt", expected.starts_utc, expected.starts_local, plan, zone);
  const ends = judgeEdges("endsAt", expected.ends_utc, expected.ends_local, plan, zone);
  const hours = expected.duration_hours ?? expected.duration_h;
  return [
    ...(typeof expected.epochs === "number" ? [judge(plan.epochs, expected.epochs)] : []),
    ...(typeof expected.count === "number" ? [judge(plan.shifts.length, expected.count)] : []),
    ...starts.verdicts,
    ...ends.verdicts,
    ...(typeof hours === "number" ? [judgeHours(hours, starts.run, zone)] : []),
    ...judgeInvariant(expected.invariant, plan.shifts, zone),
  ];
};

/** Answered by our equivalent: a weekly turn for each event, which needs no filling in. */
export const populateEpochs: Adapter = (given) => {
  const { input, expected } = shape.parse(given);
  const template = readTemplate(input.events, input.last_epoch);
  if (!template) {
    return unread(input.events);
  }
  const zone = zones(input.time_zone);
  const verdict = together(verdictsOf(expected, planOf(input, template, zone), zone));
  return verdict.outcome === "passed"
    ? passed(
        ["our equivalent: weekly turns, computed for ever", verdict.reason]
          .filter(Boolean)
          .join("; "),
      )
    : verdict;
};
