import { DAY } from "@/lib/schedule/calendar";
import { compile, current } from "@/lib/schedule/compile";
import type { Definition } from "@/lib/schedule/types";
import type { Zones } from "@/lib/schedule/zone";
import { ZONE_NAMES, zoneData, zones } from "../engine/zones";
import { duel } from "./goalert";
import * as luxon from "./luxon";
import { measure, median, total, type Variant } from "./measure";
import { bytesPerRoster } from "./memory";
import { luxonZones, temporalZones } from "./peer-zones";
import { goalert, realistic, simple } from "./rosters";
import * as temporal from "./temporal";

const NOW = Date.UTC(2026, 4, 6, 12);
const YEAR = [Date.UTC(2018, 0, 1, 8), Date.UTC(2019, 0, 1, 8)] as const;
const [MONTH_BEGINS, MONTH_ENDS] = [Date.UTC(2026, 4, 1), Date.UTC(2026, 5, 1)];

/** Instants spread over a day and more, so that no answer can be remembered. */
const later = (): (() => number) => {
  let step = 0;
  return () => {
    step = (step + 1) % 997;
    return NOW + step * 91_000;
  };
};

const rosterOf = (definition: Definition, clock: Zones = zones) =>
  compile(current(definition), clock);

const asking = (name: string, definition: Definition): Variant => {
  const roster = rosterOf(definition);
  const next = later();
  return { name, run: () => roster.onCallAt(next()).length };
};

const listing = (
  name: string,
  definition: Definition,
  [from, until]: readonly [number, number],
  clock?: Zones,
): Variant => {
  const roster = rosterOf(definition, clock);
  return { name, run: () => roster.resolve(from, until).length };
};

/** The same roster and the same shifts, with the clock of the engine and of its peers. */
const onEachClock = (
  name: string,
  variantOf: (name: string, clock: Zones) => Variant,
): readonly Variant[] => {
  const all = [
    variantOf(name, zones),
    variantOf("the same on temporal-polyfill (peer)", temporalZones),
    variantOf("the same on luxon (peer)", luxonZones),
  ];
  const counts = all.map(({ run }) => run());
  if (new Set(counts).size > 1) throw new Error(`${name}: ${counts.join(", ")} shifts`);
  return all;
};

const shown = (ns: number): string => {
  if (ns < 1_000) {
    return `${ns.toFixed(0)} ns`;
  }
  return ns < 1_000_000 ? `${(ns / 1_000).toFixed(2)} µs` : `${(ns / 1_000_000).toFixed(2)} ms`;
};

/** One heading, then each variant's time by what it yields, and as a multiple of the first's: 1 means linear. */
const reportEach = (
  title: string,
  unit: string,
  given: readonly (readonly [Variant, number])[],
) => {
  console.log(`\n${title}`);
  const [, first = 1] = given[0] ?? [];
  measure(given.map(([variant]) => variant)).forEach(({ name, median, ratio }, i) => {
    const count = given[i]?.[1] ?? 1;
    const each = `${shown(median / count)} a ${unit}`;
    const compared = i === 0 ? "" : `, ${((ratio * first) / count).toFixed(2)} × the first`;
    console.log(`  ${name.padEnd(58)} ${shown(median).padStart(10)}   ${each}${compared}`);
  });
};

/** A heading, the baseline, then the others as multiples of it. */
const report = (title: string, variants: readonly Variant[]): void => {
  console.log(`\n${title}`);
  measure(variants).forEach(({ name, median, ratio }, i) => {
    const compared = i === 0 ? "baseline" : `${ratio.toFixed(2)} × baseline`;
    console.log(`  ${name.padEnd(58)} ${shown(median).padStart(10)}   ${compared}`);
  });
};

const monthOf = (count: number, name = `a month of ${count} schedules`, clock = zones): Variant => {
  const rosters = Array.from({ length: count }, (_, i) =>
    rosterOf(realistic(MONTH_BEGINS - (30 + i) * DAY), clock),
  );
  return {
    name,
    run: () =>
      rosters.reduce((sum, roster) => sum + roster.resolve(MONTH_BEGINS, MONTH_ENDS).length, 0),
  };
};

const years = (count: number): readonly [Variant, number] => {
  const until = Date.UTC(2018 + count, 0, 1, 8);
  const variant = listing(`${count} years of one daily rotation`, simple("2016-05-04"), [
    YEAR[0],
    until,
  ]);
  return [variant, variant.run()];
};

/** Compiling is put off until the first question, so this is what a schedule costs that nobody asked about yet. */
const cold = (name: string, definition: Definition): Variant => {
  const next = later();
  return { name, run: () => rosterOf(definition).onCallAt(next()).length };
};

const goalertBeside = (checkout: string): void => {
  const { resolve } = rosterOf(goalert());
  const { ours, theirs } = duel(checkout, () => resolve(...YEAR).length);
  console.log(
    "\nGoAlert's BenchmarkState_CalculateShifts, in turn with ours, means with collecting garbage",
  );
  const say = (what: string, own: number, other: number): void =>
    console.log(
      `  ${what}: ours ${shown(own)}, theirs ${shown(other)}, ${(other / own).toFixed(1)} times`,
    );
  say("medians", median(ours), median(theirs));
  say("quietest rounds", Math.min(...ours), Math.min(...theirs));
};

const shiftsOf = (definition: Definition): number => rosterOf(definition).resolve(...YEAR).length;

const memory = (name: string, definition: Definition): void => {
  const bytes = bytesPerRoster(definition, zones, 200);
  console.log(`  ${name.padEnd(58)} ${(bytes / 1024).toFixed(1).padStart(7)} KiB`);
};

/** Prints ratios against baselines of the same run. It asserts nothing: a time says little without its machine. */
export function main(): void {
  const next = later();
  report("Who is on call at an instant", [
    asking("a rotation begun this week", simple("2026-05-04")),
    asking("a rotation begun ten years ago", simple("2016-05-04")),
    asking("a rotation begun in 1970", simple("1970-01-05")),
    {
      name: "ten years, temporal-polyfill (peer)",
      run: () => temporal.turnAt("2016-05-04", next()),
    },
    { name: "ten years, luxon (peer)", run: () => luxon.turnAt("2016-05-04", next()) },
  ]);
  report("A year of shifts, one daily rotation in Chicago", [
    listing("the engine, with people and reasons", simple("2016-05-04"), YEAR),
    { name: "temporal-polyfill, handoffs only (peer)", run: () => temporal.handoffsIn(...YEAR) },
    { name: "luxon, handoffs only (peer)", run: () => luxon.handoffsIn(...YEAR) },
  ]);
  const busy = realistic(YEAR[0]);
  for (const [name, definition] of [
    [`GoAlert's benchmark, ${shiftsOf(goalert())} shifts`, goalert()],
    [`3 tiers, 6 layers, 200 overrides, ${shiftsOf(busy)} shifts`, busy],
  ] as const)
    report(
      "A year of shifts",
      onEachClock(name, (said, clock) => listing(said, definition, YEAR, clock)),
    );
  reportEach("Years of shifts", "shift", [years(1), years(10), years(100)]);
  reportEach(
    "A month view of realistic schedules",
    "schedule",
    [1, 10, 50, 200].map((count) => [monthOf(count), count] as const),
  );
  report(
    "A month view of 5 realistic schedules",
    onEachClock("the engine", (said, clock) => monthOf(5, said, clock)),
  );
  report("The first question to a schedule, compiling included", [
    cold("one daily rotation", simple("2016-05-04")),
    cold("GoAlert's benchmark", goalert()),
    cold("3 tiers, 6 layers, 200 overrides", busy),
  ]);
  const checkout = process.env.GOALERT_DIR;
  if (checkout) goalertBeside(checkout);
  else console.log("\nGoAlert's own benchmark was not run: see tests/bench/README.md.");
  console.log("\nMemory of a compiled schedule, beside its definition");
  memory("one daily rotation", simple("2016-05-04"));
  memory("GoAlert's benchmark", goalert());
  memory("3 tiers, 6 layers, 200 overrides", busy);
  const rules = ZONE_NAMES.reduce((sum, name) => sum + zoneData(name).untils.length * 16, 0);
  console.log(
    `  zone rules, shared by all: ${(rules / 1024 / ZONE_NAMES.length).toFixed(1)} KiB a zone`,
  );
  console.log(`\n${total()} results were counted.`);
}
