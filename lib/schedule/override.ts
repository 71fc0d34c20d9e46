import type { Instant, Override, OverrideId, PersonId, Tier, TierId } from "./types";
import { countUpTo, finder } from "./zone";

/** An override at work in one tier during one stretch of time. `order` is its place in the definition. */
export type Action = {
  readonly order: number;
  readonly override: Override;
  /** What the target override's `order` is, where the target is an override. */
  readonly aimsAt: number | null;
  /** For a temporary schedule: who its shifts put on call in this stretch, a group each. */
  readonly groups: readonly (readonly PersonId[])[];
};

/** The overrides at work, in order, throughout a stretch of time in which nothing about them changes. */
export type Stretch = {
  readonly actions: readonly Action[];
  /** Those of them that take a layer's place. */
  readonly standIns: readonly Action[];
  readonly until: Instant;
};

export type Actions = (at: Instant) => Stretch;

/** Aimed at this tier, directly or by the override it aims at; that one has to come before it. */
const aimedAt = (overrides: readonly Override[], tier: Tier): Map<OverrideId, number> => {
  const orders = new Map<OverrideId, number>();
  overrides.forEach(({ id, target }, order) => {
    const hits =
      target.scope === "schedule" ||
      (target.scope === "tier" && target.id === tier.id) ||
      (target.scope === "layer" && tier.layers.some((layer) => layer.id === target.id)) ||
      (target.scope === "override" && orders.has(target.id));
    if (hits) {
      orders.set(id, order);
    }
  });
  return orders;
};

const FREE: Stretch = { actions: [], standIns: [], until: Number.POSITIVE_INFINITY };

/** Whom an override can put on call. */
const broughtBy = (override: Override): readonly PersonId[] => {
  switch (override.kind) {
    case "add":
      return override.people;
    case "remove":
      return [];
    case "replace":
      return [override.by];
    case "temporary":
      return override.shifts.flatMap(({ people }) => people);
  }
};

/** Whether an override can ever change something in a tier in which only these people can be on call. */
const matters = (
  override: Override,
  people: ReadonlySet<PersonId>,
  tier: TierId,
  first: TierId,
): boolean => {
  switch (override.kind) {
    case "add":
      return override.target.scope !== "schedule" || tier === first;
    case "remove":
      return override.people.some((person) => people.has(person));
    case "replace":
      return people.has(override.person);
    case "temporary":
      return true;
  }
};

const NOBODY: Action["groups"] = [];

const groupsAt = (override: Override, tier: TierId, first: TierId, at: Instant) => {
  if (override.kind !== "temporary") {
    return NOBODY;
  }
  const { scope } = override.target;
  return override.shifts
    .filter((shift) => shift.startsAt <= at && at < shift.endsAt)
    .filter((shift) => scope !== "schedule" || (shift.tier ?? first) === tier)
    .map((shift) => [...new Set(shift.people)]);
};

const edgesOf = (override: Override): Instant[] => {
  const shifts = override.kind === "temporary" ? override.shifts : [];
  return [override, ...shifts].flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]);
};

/**
 * Sorts out which overrides are at work in a tier when. An override whose target does not exist, or comes
 * after it, does nothing. `first` is the tier that a schedule-wide addition or temporary shift joins.
 */
export const compileActions = (
  overrides: readonly Override[],
  tier: Tier,
  first: TierId,
): Actions => {
  const orders = aimedAt(overrides, tier);
  const aimed = overrides.filter(({ id }, order) => orders.get(id) === order);
  const people = new Set([
    ...tier.layers.flatMap(({ rotation }) => rotation.turns.flatMap((turn) => turn.people)),
    ...aimed.flatMap(broughtBy),
  ]);
  const relevant = aimed.filter((override) => matters(override, people, tier.id, first));
  const edges = Float64Array.from(new Set(relevant.flatMap(edgesOf))).sort();
  const lists: Action[][] = Array.from(edges, () => []);
  for (const override of relevant) {
    const { target } = override;
    const aimsAt = target.scope === "override" ? (orders.get(target.id) ?? null) : null;
    const order = orders.get(override.id) ?? 0;
    const last = countUpTo(edges, override.endsAt) - 1;
    for (let i = countUpTo(edges, override.startsAt) - 1; i < last; i += 1) {
      const groups = groupsAt(override, tier.id, first, edges[i] ?? override.startsAt);
      lists[i]?.push({ order, override, aimsAt, groups });
    }
  }
  const stretches: Stretch[] = [[], ...lists].map((actions, i) => ({
    actions,
    standIns: actions.filter(
      ({ override }) => override.kind === "temporary" && override.target.scope === "layer",
    ),
    until: edges[i] ?? Number.POSITIVE_INFINITY,
  }));
  const passed = finder(edges);
  return (at) => stretches[passed(at)] ?? FREE;
};
