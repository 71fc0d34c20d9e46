import * as z from "zod";
import { MINUTE } from "@/lib/schedule/calendar";
import { compile } from "@/lib/schedule/compile";
import { union } from "@/lib/schedule/interval";
import type { Instant, Interval, Override, Revision } from "@/lib/schedule/types";
import { zones } from "../engine/zones";
import { type Held, mapsOnce } from "./maps-once";
import { peerIn, RULES } from "./policy";
import { definitionOf, iso, readInstant } from "./reading";
import { ruleShape, toStated } from "./rule";
import { spanShape } from "./span";
import { type Adapter, judge } from "./verdict";

const instant = z.string().transform(readInstant);
const listOf = <Shape extends z.ZodType>(shape: Shape) =>
  z
    .array(shape)
    .nullish()
    .transform((list) => list ?? []);
const stated = z.object({ user: z.string(), start: instant, end: instant });
const recorded = z.object({ user: z.string(), start: instant, end: instant.nullish() });
const temporary = z.object({ start: instant, end: instant, shifts: listOf(stated) });
const override = z.object({
  add: z.string().nullish(),
  remove: z.string().nullish(),
  start: instant,
  end: instant,
});
const span = spanShape.transform(
  ([from, until]) => [readInstant(from), readInstant(until)] as const,
);

const shape = z.object({
  source: z.string().nullish(),
  input: z.looseObject({
    time_zone: z.string().default("UTC"),
    rules: listOf(ruleShape),
    overrides: listOf(override),
    history: listOf(recorded),
    now: instant.nullish(),
    window: span.optional(),
  }),
  window: span.optional(),
  expected: z.array(
    z.object({ user: z.string(), start: instant, end: instant, truncated: z.boolean().nullish() }),
  ),
});
type Input = z.infer<typeof shape>["input"];

const toMinute = (at: Instant): Instant => Math.floor(at / MINUTE) * MINUTE;
const interval = (given: { start: Instant; end: Instant }): Interval => ({
  startsAt: given.start,
  endsAt: given.end,
});

const toOverride = (given: z.infer<typeof override>, i: number): Override[] => {
  const base = { id: `o${i}`, target: { scope: "schedule" } as const, ...interval(given) };
  const { add, remove } = given;
  if (add && remove) {
    return [{ ...base, kind: "replace", person: remove, by: add }];
  }
  return [
    ...(add ? [{ ...base, kind: "add" as const, people: [add] }] : []),
    ...(remove ? [{ ...base, kind: "remove" as const, people: [remove] }] : []),
  ];
};

const toTemporary = (
  id: string,
  own: Interval,
  shifts: readonly z.infer<typeof stated>[],
): Override => ({
  ...own,
  id,
  kind: "temporary",
  target: { scope: "schedule" },
  shifts: shifts.map((shift) => ({ ...interval(shift), people: [shift.user] })),
});

/** Suites name the list of temporary schedules each in its own way. */
const temporaries = (input: Input): Override[] =>
  Object.entries(input)
    .filter(([key]) => /^temp/i.test(key))
    .flatMap(([, value]) => listOf(temporary).parse(value))
    .map((given, i) => toTemporary(`t${i}`, interval(given), given.shifts));

/** The recorded past, to the minute, holds to the end of the present minute; the rules hold after it. */
const toRevisions = (input: Input, from: Instant, until: Instant): Revision[] => {
  const layers = input.rules.map((rule, i) => toStated(rule, `r${i}`, input, from, until));
  const overrides = [
    ...layers.flatMap((rule) => rule.overrides),
    ...input.overrides.flatMap(toOverride),
    ...temporaries(input),
  ];
  const future = definitionOf(
    input.time_zone,
    layers.map((rule) => rule.layer),
    overrides,
  );
  if (input.now === undefined || input.now === null) {
    return [{ number: 1, from: Number.NEGATIVE_INFINITY, definition: future }];
  }
  const cutoff = toMinute(input.now) + MINUTE;
  const past = input.history.map(({ user, start, end }) => ({
    user,
    start: toMinute(start),
    end: end ? toMinute(end) : cutoff,
  }));
  const record = toTemporary("past", { startsAt: from, endsAt: cutoff }, past);
  return [
    {
      number: 1,
      from: Number.NEGATIVE_INFINITY,
      definition: definitionOf(input.time_zone, [], [record]),
    },
    { number: 2, from: cutoff, definition: future },
  ];
};

/** A shift may begin before the window; what goes on after it is cut, and says so. */
export const scheduleShifts: Adapter = (given) => {
  const { source, input, window: stated, expected } = shape.parse(given);
  const window = stated ?? input.window;
  if (!window) {
    throw new RangeError("no window");
  }
  const [opens, closes] = window;
  const known = [
    opens,
    ...(input.now ? [input.now] : []),
    ...input.history.map((one) => one.start),
  ];
  const from = toMinute(Math.min(...known));
  const until = closes + MINUTE;
  const line = (user: string, startsAt: Instant, endsAt: Instant, cut: boolean): string =>
    `${iso(startsAt)} ${user} until ${iso(endsAt)}${cut ? ", cut" : ""}`;
  const linesOf = (shifts: readonly Held[]): string[] =>
    [...new Set(shifts.flatMap(({ people }) => people))]
      .flatMap((user) =>
        union(shifts.filter(({ people }) => people.includes(user)))
          .filter(({ startsAt, endsAt }) => endsAt > opens && startsAt < closes)
          .map((one) =>
            line(user, one.startsAt, Math.min(one.endsAt, closes), one.endsAt > closes),
          ),
      )
      .sort();
  const resolve = (of: Input) => compile(toRevisions(of, from, until), zones).resolve(from, until);
  const theirs = expected.map((one) => line(one.user, one.start, one.end, one.truncated ?? false));
  const once = mapsOnce(input.overrides, resolve({ ...input, overrides: [] }), {
    since: input.now ? toMinute(input.now) + MINUTE : Number.NEGATIVE_INFINITY,
    until,
    except: union(temporaries(input)),
  });
  return judge(
    linesOf(resolve(input)),
    theirs.sort(),
    [
      {
        policy: "GoAlert",
        does: "replacements do not chain (its preview), and of two for one person the last counts",
        rule: RULES.noChain,
        answer: linesOf(once),
      },
    ],
    peerIn(source),
  );
};
