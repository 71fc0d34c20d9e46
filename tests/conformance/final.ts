import * as z from "zod";
import { HOUR } from "@/lib/schedule/calendar";
import { compile, current } from "@/lib/schedule/compile";
import { gaps } from "@/lib/schedule/gaps";
import { union } from "@/lib/schedule/interval";
import type { Definition, Instant, Override, Shift } from "@/lib/schedule/types";
import {
  always,
  definitionOf,
  EVERY_DAY,
  layerOf,
  readClock,
  readInstant,
  windowOf,
  zones,
} from "./reading";
import { type Adapter, failed, judge } from "./verdict";

const shiftShape = z.object({
  user: z.string().nullish(),
  priority: z.number().nullish(),
  start_h: z.number(),
  duration_h: z.number(),
});
const inputShape = z.object({
  shifts: z.array(shiftShape),
  overrides: z.array(shiftShape).default([]),
});
type Given = z.infer<typeof shiftShape>;

const expectedShape = z.array(
  z.object({
    start_h: z.number(),
    end_h: z.number(),
    user: z.string().nullish(),
    gap: z.boolean().default(false),
  }),
);

/** Any day will do: the cases count hours of one day of UTC. */
const START: Instant = readInstant("2026-05-04T00:00:00Z");
const at = (hours: number): Instant => START + hours * HOUR;
const spanOf = ({ start_h, duration_h }: Given) => ({
  startsAt: at(start_h),
  endsAt: at(start_h + duration_h),
});
const peopleOf = ({ user }: Given): string[] => (user ? [user] : []);

/** Overrides of a higher priority hide lower ones where they lie; equals stand side by side. */
const toOverrides = (given: readonly Given[]): Override[] => {
  const ranks = [...new Set(given.map(({ priority }) => priority ?? 0))].sort((a, b) => a - b);
  return ranks.flatMap((rank) => {
    const own = given.filter(({ priority }) => (priority ?? 0) === rank);
    const shifts = own.map((one) => ({ ...spanOf(one), people: peopleOf(one) }));
    return union(own.map(spanOf)).map((span, i) => ({
      ...span,
      id: `o${rank}.${i}`,
      kind: "temporary" as const,
      target: { scope: "schedule" as const },
      shifts,
    }));
  });
};

const toDefinition = ({ shifts, overrides }: z.infer<typeof inputShape>): Definition =>
  definitionOf(
    "UTC",
    shifts.map((given, i) =>
      layerOf(`l${i}`, {
        rotation: always(peopleOf(given)),
        priority: given.priority ?? 0,
        from: at(given.start_h),
        windows: [windowOf(EVERY_DAY, given.start_h * HOUR, given.duration_h * HOUR)],
      }),
    ),
    toOverrides(overrides),
  );

const hoursOf = (instant: Instant): number => (instant - START) / HOUR;
const line = (start: number, end: number, user: string): string => `${start}-${end} ${user}`;
const lineOf = ({ startsAt, endsAt, people }: Shift): string =>
  line(hoursOf(startsAt), hoursOf(endsAt), people.join("+"));
const theirs = (expected: z.infer<typeof expectedShape>): string[] =>
  expected.map(({ start_h, end_h, user, gap }) =>
    line(start_h, end_h, gap || !user ? "gap" : user),
  );

/** The whole day, layers and overrides together; gaps are compared where the case lists any. */
export const finalSchedule: Adapter = (given) => {
  const { input, expected } = z.object({ input: inputShape, expected: expectedShape }).parse(given);
  const definition = toDefinition(input);
  const roster = compile(current(definition), zones);
  const open = expected.some(({ gap }) => gap)
    ? gaps(roster, definition, START, at(24), zones)
    : [];
  const found = [
    ...roster.resolve(START, at(24)).map(lineOf),
    ...open.map(({ startsAt, endsAt }) => line(hoursOf(startsAt), hoursOf(endsAt), "gap")),
  ];
  return judge(found.sort(), theirs(expected).sort());
};

/** What holds at one instant, whole. */
export const finalScheduleInstant: Adapter = (given) => {
  const { input, expected } = z
    .object({ input: inputShape.extend({ query: z.string() }), expected: expectedShape })
    .parse(given);
  const clock = /\d{1,2}:\d{2}(:\d{2})?/.exec(input.query)?.[0];
  if (!clock) {
    return failed(`malformed: no time of day in "${input.query}"`);
  }
  const found = compile(current(toDefinition(input)), zones).shiftsAt(START + readClock(clock));
  return judge(found.map(lineOf).sort(), theirs(expected).sort());
};
