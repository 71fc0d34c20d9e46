import * as fc from "fast-check";
import type { Definition, Layer, Override, Target, Tier, Turn } from "@/lib/schedule/types";
import { parseDefinition } from "./schema";

/** Random valid definitions, and random edits of them, for property tests. */

const START = Date.UTC(2026, 4, 4, 7);
const HOUR = 3_600_000;
const people = ["alice", "bo", "cy", "dee", "eli", "fay"] as const;
const zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata"] as const;
const times = ["00:00", "08:30", "09:00", "17:00", "22:15"] as const;

const pick = <T>(list: readonly [T, ...T[]], n: number): T => list[n % list.length] ?? list[0];
const crew = (n: number) => people.filter((_, index) => (n >> index) & 1);
const somebody = (n: number) => (crew(n).length > 0 ? crew(n) : [pick(people, n)]);

const windows = [
  { days: [1, 2, 3, 4, 5] as const, start: "09:00", end: "17:00", endsAfterDays: 0 },
  { days: [5] as const, start: "18:00", end: "08:00", endsAfterDays: 3 },
];

const makeTurn = (id: string, n: number): Turn => ({ id: `t${id}`, people: crew(n) });

function makeLayer(id: string, n: number, m: number, calendar: string | undefined): Layer {
  const turns = Array.from({ length: 1 + (m % 4) }, (_, index) =>
    makeTurn(`${id}-${index}`, n + index),
  );
  return {
    id: `l${id}`,
    name: `Layer ${n % 7}`,
    priority: n % 3,
    ...(n % 4 === 0 ? { zone: pick(zones, m) } : {}),
    ...(n % 5 === 0 ? { from: START + n * HOUR } : {}),
    ...(n % 10 === 0 ? { until: START + (n + 500) * HOUR } : {}),
    rotation: {
      unit: pick(["hour", "day", "week", "month"], n),
      every: 1 + (m % 12),
      anchor: { date: "2026-05-04", time: pick(times, n), turn: n % turns.length },
      turns,
      ...(m % 3 === 0 ? { weekdays: [1, 2, 3] as const } : {}),
    },
    windows: m % 2 === 0 ? [] : windows,
    ...(n % 3 === 0 ? { windowsIn: "person" as const } : {}),
    ...(calendar !== undefined && n % 2 === 0 ? { holidays: { calendar, mode: "off" } } : {}),
  };
}

const targetsOf = (definition: Definition, before: readonly Override[]): readonly Target[] => [
  { scope: "schedule" },
  ...definition.tiers.map(({ id }): Target => ({ scope: "tier", id })),
  ...definition.tiers.flatMap(({ layers }) =>
    layers.map(({ id }): Target => ({ scope: "layer", id })),
  ),
  ...before.map(({ id }): Target => ({ scope: "override", id })),
];

function makeOverride(definition: Definition, id: string, n: number, m: number): Override {
  const targets = targetsOf(definition, definition.overrides);
  const startsAt = START + (n % 100) * HOUR;
  const base = {
    id: `o${id}`,
    startsAt,
    endsAt: startsAt + (1 + (m % 48)) * HOUR,
    target: targets[n % targets.length] ?? { scope: "schedule" },
    ...(m % 2 === 0 ? { reason: `reason ${m % 5}` } : {}),
  } as const;
  const tier = definition.tiers[m % (definition.tiers.length + 1)];
  const shift = {
    startsAt,
    endsAt: base.endsAt,
    people: crew(m),
    ...(tier ? { tier: tier.id } : {}),
  };
  const layer = definition.tiers.flatMap(({ layers }) => layers)[0];
  const turn = layer?.rotation.turns[0];
  const follows = layer && turn && n % 3 === 0 ? { layer: layer.id, turn: turn.id } : null;
  const following = { ...base, ...(follows && { follows }) };
  return pick<Override>(
    [
      { ...following, kind: "add", people: somebody(m) },
      { ...following, kind: "remove", people: somebody(n) },
      { ...following, kind: "replace", person: pick(people, n), by: pick(people, n + 1) },
      { ...base, kind: "temporary", shifts: [shift] },
    ],
    m,
  );
}

type Step = { readonly what: number; readonly n: number; readonly m: number };

const without = <T>(list: readonly T[], n: number): readonly T[] =>
  list.length === 0 ? list : list.toSpliced(n % list.length, 1);
const within = <T>(list: readonly T[], n: number, item: T): readonly T[] =>
  list.toSpliced(n % (list.length + 1), 0, item);
const shuffled = <T>(list: readonly T[], n: number, m: number): readonly T[] => {
  const item = list[n % Math.max(1, list.length)];
  return item === undefined ? list : within(without(list, n), m, item);
};
const at = <T>(list: readonly T[], n: number, change: (item: T) => T): readonly T[] =>
  list.map((item, index) => (index === n % list.length ? change(item) : item));

const inTier = (d: Definition, n: number, change: (tier: Tier) => Tier): Definition => ({
  ...d,
  tiers: at(d.tiers, n, change),
});
const inLayer = (d: Definition, n: number, change: (layer: Layer) => Layer): Definition =>
  inTier(d, n, (tier) => ({ ...tier, layers: at(tier.layers, n >> 3, change) }));

/** New turns, with the anchor on the same turn where it is still there. */
const withTurns = (layer: Layer, turns: readonly Turn[]): Layer => {
  const { rotation } = layer;
  const current = rotation.turns[rotation.anchor.turn]?.id;
  const turn = Math.max(
    0,
    turns.findIndex(({ id }) => id === current),
  );
  return { ...layer, rotation: { ...rotation, turns, anchor: { ...rotation.anchor, turn } } };
};

function movedLayer(d: Definition, n: number, m: number): Definition {
  const from = d.tiers[n % Math.max(1, d.tiers.length)];
  const layer = from?.layers[m % Math.max(1, from.layers.length)];
  if (!layer) return d;
  const bare = inTier(d, n, (tier) => ({
    ...tier,
    layers: tier.layers.filter(({ id }) => id !== layer.id),
  }));
  return inTier(bare, m, (tier) => ({ ...tier, layers: within(tier.layers, n, layer) }));
}

type Edit = (d: Definition, n: number, m: number, id: string) => Definition;

const edits: readonly [Edit, ...Edit[]] = [
  (d, n) => ({ ...d, zone: pick(zones, n) }),
  (d, n, _, id) => {
    const tier: Tier = { id: `r${id}`, name: `Tier ${n % 5}`, cover: "always", layers: [] };
    return { ...d, tiers: within(d.tiers, n, tier) };
  },
  (d, n) => ({ ...d, tiers: without(d.tiers, n) }),
  (d, n, m) => ({ ...d, tiers: shuffled(d.tiers, n, m) }),
  (d, n, m) =>
    inTier(d, n, (tier) => ({ ...tier, name: `Tier ${m % 9}`, cover: m % 2 ? "never" : windows })),
  (d, n, m, id) =>
    inTier(d, n, (tier) => ({
      ...tier,
      layers: within(tier.layers, m, makeLayer(id, n, m, d.calendars[0]?.id)),
    })),
  (d, n, m) => inTier(d, n, (tier) => ({ ...tier, layers: without(tier.layers, m) })),
  (d, n, m) => inTier(d, n, (tier) => ({ ...tier, layers: shuffled(tier.layers, n, m) })),
  movedLayer,
  (d, n, m) => inLayer(d, n, (layer) => ({ ...layer, name: `Layer ${m % 9}` })),
  (d, n, m) =>
    inLayer(d, n, (layer) => ({
      ...makeLayer("x", m, n, d.calendars[0]?.id),
      id: layer.id,
      rotation: { ...layer.rotation, every: 1 + (m % 300) },
    })),
  (d, n, m, id) =>
    inLayer(d, n, (layer) => withTurns(layer, within(layer.rotation.turns, m, makeTurn(id, m)))),
  (d, n, m) => inLayer(d, n, (layer) => withTurns(layer, without(layer.rotation.turns, m))),
  (d, n, m) => inLayer(d, n, (layer) => withTurns(layer, shuffled(layer.rotation.turns, n, m))),
  (d, n, m) =>
    inLayer(d, n, (layer) =>
      withTurns(
        layer,
        at(layer.rotation.turns, m, (turn) => ({ ...turn, people: crew(m) })),
      ),
    ),
  (d, n, m) =>
    inLayer(d, n, (layer) => {
      const anchor = {
        date: "2026-06-01",
        time: pick(times, m),
        turn: m % layer.rotation.turns.length,
      };
      return { ...layer, rotation: { ...layer.rotation, anchor } };
    }),
  (d, n, m, id) => ({ ...d, overrides: [...d.overrides, makeOverride(d, id, n, m)] }),
  (d, n) => ({ ...d, overrides: without(d.overrides, n) }),
  (d, n, m) => ({ ...d, overrides: shuffled(d.overrides, n, m) }),
  (d, n, m) => ({
    ...d,
    overrides: at(d.overrides, n, ({ id }) => ({
      ...makeOverride({ ...d, overrides: [] }, "x", n, m),
      id,
    })),
  }),
  (d, n, m, id) => ({
    ...d,
    calendars: within(d.calendars, m, {
      id: `c${id}`,
      name: `Calendar ${n % 5}`,
      days: [{ date: "2026-12-25", name: "Christmas" }],
    }),
  }),
  (d, n) => ({ ...d, calendars: without(d.calendars, n) }),
  (d, n, m) => {
    const person = pick(people, n);
    const others = (d.homes ?? []).filter((home) => home.person !== person);
    return { ...d, homes: within(others, m, { person, zone: pick(zones, m) }) };
  },
  (d, n) => {
    const { homes = [], ...rest } = d;
    const left = without(homes, n);
    return left.length > 0 ? { ...rest, homes: left } : rest;
  },
  (d, n) => ({ ...d, calendars: at(d.calendars, n, (one) => ({ ...one, days: [] })) }),
];

const anyZone = () => true;

const run = (definition: Definition, tag: string, steps: readonly Step[]): Definition =>
  steps.reduce((before, { what, n, m }, index) => {
    const after = pick(edits, what)(before, n, m, `${tag}${index}`);
    return parseDefinition(after, anyZone).ok ? after : before;
  }, definition);

const steps = (maxLength: number) =>
  fc.array(fc.record({ what: fc.nat(1000), n: fc.nat(1000), m: fc.nat(1000) }), { maxLength });

const seed = (n: number, m: number): Definition => ({
  zone: pick(zones, n),
  calendars: [{ id: "c0", name: "Holidays", days: [{ date: "2026-05-01", name: "May Day" }] }],
  tiers: [
    { id: "r0", name: "Primary", cover: "always", layers: [makeLayer("0", n, m, "c0")] },
    { id: "r1", name: "Secondary", cover: "never", layers: [makeLayer("1", m, n, "c0")] },
  ],
  overrides: [],
});

/** A random valid definition: from nothing at all to a dozen of each kind. */
export const definitionArbitrary: fc.Arbitrary<Definition> = fc
  .tuple(fc.nat(1000), fc.nat(1000), steps(25))
  .map(([n, m, list]) => run(seed(n, m), "b", list));

/** A random definition and a random edit of it; both valid. */
export const editArbitrary: fc.Arbitrary<{
  readonly base: Definition;
  readonly edited: Definition;
}> = fc
  .tuple(definitionArbitrary, steps(12))
  .map(([base, list]) => ({ base, edited: run(base, "e", list) }));

/** A random definition and two random edits of it that know nothing of each other; all valid. */
export const forkArbitrary: fc.Arbitrary<{
  readonly base: Definition;
  readonly mine: Definition;
  readonly theirs: Definition;
}> = fc.tuple(definitionArbitrary, steps(6), steps(6)).map(([base, ours, others]) => ({
  base,
  mine: run(base, "m", ours),
  theirs: run(base, "t", others),
}));
