import * as z from "zod";
import { DAY } from "@/lib/schedule/calendar";
import { compile, current } from "@/lib/schedule/compile";
import { byPerson } from "@/lib/schedule/load";
import type { Layer, Shift } from "@/lib/schedule/types";
import { zones } from "../engine/zones";
import { layersIn } from "./quality-words";
import { always, definitionOf, layerOf, readInstant } from "./reading";
import { type Adapter, judge, nothingExpected, unread } from "./verdict";

/**
 * Grafana OnCall's score, which is theirs and not ours: the mean of two percentages, halves to the even number.
 * Coverage adds up the shifts' lengths, each shift once; balance is the mean over all pairs of people of the
 * shorter time divided by the longer one, and 95 counts as 100.
 */
const scoreOf = (shifts: readonly Shift[], whole: number) => {
  const held = [...byPerson(shifts)].map(([person, own]) => ({ person, ms: sum(own.map(timeOf)) }));
  const ratios = held.flatMap((one, i) =>
    held.slice(i + 1).map((other) => Math.min(one.ms, other.ms) / Math.max(one.ms, other.ms)),
  );
  const mean = ratios.length > 0 ? sum(ratios) / ratios.length : 1;
  const covered = percent(Math.min(1, sum(shifts.map(timeOf)) / whole));
  const balance = percent(mean) >= 95 ? 100 : percent(mean);
  const average = sum(held.map(({ ms }) => ms)) / held.length;
  const above = held.map(({ ms }) => percent(ms / average) - 100);
  return {
    score: shifts.length > 0 ? toEven((covered + balance) / 2) : 0,
    uncovered_pct: 100 - covered,
    balanced: balance === 100,
    overloaded: balance === 100 ? 0 : Math.max(0, ...above),
  };
};

const timeOf = ({ startsAt, endsAt }: Shift): number => endsAt - startsAt;
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
/** Halves go to the even number, as where the expected figures come from. */
const toEven = (value: number): number => {
  const floor = Math.floor(value);
  const isHalf = Math.abs(value - floor - 0.5) < 1e-9;
  return isHalf ? floor + (floor % 2) : Math.round(value);
};
const percent = (share: number): number => toEven(share * 100);

const number = z.number().nullish();
const eventShape = z.object({
  user: z.string().optional(),
  users: z.array(z.string()).optional(),
  start: z.string(),
  end: z.string(),
});
const shape = z.object({
  input: z.union([
    z.string(),
    z.object({ window: z.tuple([z.string(), z.string()]), events: z.array(eventShape) }),
  ]),
  expected: z.union([
    z.number().transform((score) => ({ score })),
    z.looseObject({
      score: number,
      total_score: number,
      uncovered_pct: number,
      covered_pct: number,
      balance_pct: number,
      balanced: z.boolean().nullish(),
      overloaded: z.unknown().optional(),
      overloaded_pct: number,
    }),
  ]),
});
type Expected = Extract<z.infer<typeof shape>["expected"], { balanced?: unknown }>;
type Scores = ReturnType<typeof scoreOf>;

/** The figures that the case names; a comment or a list of people says nothing that is judged. */
const readExpected = (expected: Expected): Partial<Scores> => {
  const { covered_pct, balanced, balance_pct } = expected;
  const named = {
    score: expected.score ?? expected.total_score,
    uncovered_pct:
      expected.uncovered_pct ?? (typeof covered_pct === "number" ? 100 - covered_pct : null),
    balanced: balanced ?? (typeof balance_pct === "number" ? balance_pct === 100 : null),
    overloaded: overloadIn(expected.overloaded ?? expected.overloaded_pct),
  };
  return Object.fromEntries(
    Object.entries(named).filter(([, value]) => value !== undefined && value !== null),
  );
};

/** The week from Monday, 2022-03-28; which one it is makes no difference. */
const MONDAY = readInstant("2022-03-28");

type Asked = { readonly layers: readonly Layer[]; readonly from: number; readonly until: number };

const asked = (input: z.infer<typeof shape>["input"]): Asked | null => {
  if (typeof input !== "string") {
    const layers = input.events.map(({ user, users, start, end }, i) =>
      layerOf(`event ${i}`, {
        rotation: always(users ?? (user ? [user] : [])),
        from: readInstant(start),
        until: readInstant(end),
      }),
    );
    return { layers, from: readInstant(input.window[0]), until: readInstant(input.window[1]) };
  }
  const week = { from: MONDAY, until: MONDAY + 7 * DAY };
  if (/^\s*(empty|no events?|nothing)/i.test(input)) return { layers: [], ...week };
  const layers = layersIn(input);
  return layers && { layers, ...week };
};

const overloadIn = (value: unknown): number | null => {
  const numbers = [...JSON.stringify(value ?? null).matchAll(/"(?:score|pct)":(\d+)|^(\d+)$/g)];
  return numbers.length > 0
    ? Math.max(...numbers.map(([, inside, alone]) => Number(inside ?? alone)))
    : null;
};

/** Answered with their formula from our engine's shifts, labelled as theirs; our own figures are findings and load. */
export const quality: Adapter = (given) => {
  const { input, expected } = shape.parse(given);
  const found = asked(input);
  if (!found) {
    return unread(input);
  }
  const { layers, from, until } = found;
  const shifts = compile(current(definitionOf("UTC", layers)), zones).resolve(from, until);
  const ours = scoreOf(shifts, until - from);
  const named = readExpected(expected);
  if (Object.keys(named).length === 0) {
    return nothingExpected();
  }
  const verdict = judge(ours, { ...ours, ...named });
  return verdict.outcome === "passed"
    ? { ...verdict, reason: "Grafana OnCall's formula, over our shifts" }
    : verdict;
};
