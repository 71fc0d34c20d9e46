import { followTurns } from "./follow";
import { clip } from "./interval";
import type { Definition, Instant, Interval, Layer, LayerId, Override, OverrideId } from "./types";
import type { Zones } from "./zone";

/** Gives what is made of something its id: always the same one for the same. */
export type FreshIds = (id: string) => string;

const halves = (layer: Layer, at: Instant, ids: FreshIds): readonly Layer[] => {
  const turns = layer.rotation.turns.map((turn) => ({ ...turn, id: ids(turn.id) }));
  return [
    { ...layer, until: at },
    { ...layer, id: ids(layer.id), from: at, rotation: { ...layer.rotation, turns } },
  ];
};

/** The override in another interval, a temporary schedule's shifts cut to it. It follows no turn any more. */
const within = (
  { follows: _, ...override }: Override,
  { startsAt, endsAt }: Interval,
): Override => {
  const cut = { ...override, startsAt, endsAt };
  if (cut.kind !== "temporary") {
    return cut;
  }
  const shifts = cut.shifts
    .map((shift) => ({ ...shift, ...clip(shift, startsAt, endsAt) }))
    .filter((shift) => shift.startsAt < shift.endsAt);
  return { ...cut, shifts };
};

/** What the overrides become: those at work on both sides of `at` are cut in two, the later half behind the earlier. */
const splitOverrides = (
  definition: Definition,
  layer: LayerId,
  at: Instant,
  zones: Zones,
  ids: FreshIds,
): readonly Override[] => {
  const actual = followTurns(definition, zones).overrides;
  const cut = new Set<OverrideId>();
  const isTorn = ({ target }: Override): boolean =>
    (target.scope === "layer" && target.id === layer) ||
    (target.scope === "override" && cut.has(target.id));
  return definition.overrides.flatMap((override, i): readonly Override[] => {
    const { follows, target } = override;
    const { startsAt, endsAt } = actual[i] ?? override;
    const isLater = startsAt >= at;
    const told: Override =
      isLater && follows?.layer === layer
        ? { ...override, follows: { layer: ids(layer), turn: ids(follows.turn) } }
        : override;
    if (target.scope === "schedule" || !isTorn(override) || endsAt <= at) {
      return [told];
    }
    const aim = { ...target, id: ids(target.id) };
    if (isLater) {
      return [{ ...told, target: aim }];
    }
    cut.add(override.id);
    return [
      within(override, { startsAt, endsAt: at }),
      { ...within(override, { startsAt: at, endsAt }), id: ids(override.id), target: aim },
    ];
  });
};

/**
 * The definition in which the layer ends at `at` and an equal one, with ids of its own, begins there: what
 * is then changed about the later one is a change from that date on. Who is on call stays the same at every
 * instant. Overrides that reach the layer after `at` reach the later one; those on both sides are cut in two,
 * and no longer follow a turn. `ids` gives the later half's ids from those of the layer, its turns and the
 * overrides. The same definition when the layer is not there or does not hold on both sides of `at`.
 */
export const splitLayer = (
  definition: Definition,
  layer: LayerId,
  at: Instant,
  zones: Zones,
  ids: FreshIds,
): Definition => {
  const found = definition.tiers.flatMap(({ layers }) => layers).find(({ id }) => id === layer);
  if (!found || (found.from ?? -Infinity) >= at || (found.until ?? Infinity) <= at) {
    return definition;
  }
  return {
    ...definition,
    tiers: definition.tiers.map((tier) => ({
      ...tier,
      layers: tier.layers.flatMap((one) => (one === found ? halves(one, at, ids) : [one])),
    })),
    overrides: splitOverrides(definition, layer, at, zones, ids),
  };
};
