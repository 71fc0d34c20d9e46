import * as z from "zod";
import { HOUR } from "@/lib/schedule/calendar";
import { compile, current } from "@/lib/schedule/compile";
import { gaps } from "@/lib/schedule/gaps";
import { union } from "@/lib/schedule/interval";
import type { Definition, Instant, Override, Shift } from "@/lib/schedule/types";
import { zones } from "../engine/zones";
import {
  always,
  definitionOf,
  EVERY_DAY,
  layerOf,
  readClock,
  readInstant,
  windowOf,
} from "./reading";
import { laterThan, peopleOf, stretch } from "./stretch";
import { type Adapter, failed, judge, nothingExpected } from "./verdict";

const shiftShape = stretch.transform(({ start_h, end_h, duration_h, ...given }) => ({
  ...given,
  start_h,
  duration_h: duration_h ?? laterThan(start_h, end_h ?? start_h) - start_h,
}));
const list = z
  .array(shiftShape)
  .nullish()
  .transform((shifts) => shifts ?? []);
const inputShape = z.looseObject({ shifts: list, overrides: list });
type Given = z.infer<typeof shiftShape>;

const expectedShape = z.array(
  stretch.transform(({ end_h, ...given }) => ({
    ...given,
    end_h: laterThan(given.start_h, end_h ?? given.start_h + (given.duration_h ?? 0)),
  })),
);

/** Any day will do: the cases count hours of one day of UTC. */
const START: Instant = readInstant("2026-05-04T00:00:00Z");
const at = (hours: number): Instant => START + hours * HOUR;
const spanOf = ({ start_h, duration_h }: Given) => ({
  startsAt: at(start_h),
  endsAt: at(start_h + duration_h),
});

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
const namesOf = (people: readonly string[]): string => [...people].sort().join("+");
const lineOf = ({ startsAt, endsAt, people }: Shift): string =>
  line(hoursOf(startsAt), hoursOf(endsAt), namesOf(people));
const theirs = (expected: z.infer<typeof expectedShape>): string[] =>
  expected.map((one) =>
    line(one.start_h, one.end_h, one.gap ? "gap" : namesOf(peopleOf(one)) || "gap"),
  );

/** The whole day, layers and overrides together; gaps are compared where the case lists any. */
export const finalSchedule: Adapter = (given) => {
  const { input, expected } = z
    .object({ input: inputShape, expected: expectedShape.nullish() })
    .parse(given);
  if (!expected) {
    return nothingExpected();
  }
  const until = at(Math.max(24, ...expected.map(({ end_h }) => end_h)));
  const definition = toDefinition(input);
  const roster = compile(current(definition), zones);
  const open = expected.some((one) => one.gap || peopleOf(one).length === 0)
    ? gaps(roster, definition, START, until, zones)
    : [];
  const found = [
    ...roster
      .resolve(START, until)
      .filter(({ startsAt }) => startsAt < at(24))
      .map(lineOf),
    ...open.map(({ startsAt, endsAt }) => line(hoursOf(startsAt), hoursOf(endsAt), "gap")),
  ];
  return judge(found.sort(), theirs(expected).sort());
};

/** What holds at one instant, whole. */
export const finalScheduleInstant: Adapter = (given) => {
  const { input, expected } = z
    .object({
      input: inputShape.extend({
        query: z.union([z.string(), z.number()]).optional(),
        at: z.union([z.string(), z.number()]).optional(),
        instant: z.union([z.string(), z.number()]).optional(),
      }),
      expected: expectedShape.nullish(),
    })
    .parse(given);
  const { instant, at: time = instant, query = time } = input;
  if (!expected) {
    return nothingExpected();
  }
  const clock = /\d{1,2}:\d{2}(:\d{2})?/.exec(String(query))?.[0];
  if (typeof query !== "number" && !clock) {
    return failed(`cannot be read: no time of day in "${query}"`);
  }
  const asked = clock ? START + readClock(clock) : at(Number(query));
  const found = compile(current(toDefinition(input)), zones).shiftsAt(asked);
  return judge(found.map(lineOf).sort(), theirs(expected).sort());
};
