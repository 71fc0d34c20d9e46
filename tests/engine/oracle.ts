/**
 * A slow second opinion. It shares no code with the engine: overrides move one person at a time, and
 * `oracle-time.ts` works out the clock in its own way. It answers one instant.
 */
import { Temporal } from "temporal-polyfill";
import type { Definition, Instant, Override, Revision, Tier } from "@/lib/schedule/types";
import { type Days, layerAt, occurrence } from "./oracle-time";

/** One person on call. `group` tells apart those who came together; `by` is the override that put them. */
type Place = {
  tier: string;
  layer: string | null;
  rotated: string | null;
  group: string;
  person: string;
  by: string | null;
  born: number;
};

const holds = (span: { startsAt: Instant; endsAt: Instant }, t: Instant): boolean =>
  span.startsAt <= t && t < span.endsAt;

type Temporary = Extract<Override, { kind: "temporary" }>;

const put =
  (override: Override, n: number, tier: string, layer: string | null, group: string) =>
  (person: string): Place => ({
    tier,
    layer,
    rotated: null,
    group: `${override.id}/${tier}/${group}`,
    person,
    by: override.id,
    born: n,
  });

const putShifts = (
  override: Temporary,
  n: number,
  t: Instant,
  tier: string,
  layer: string | null,
  first: string,
) =>
  override.shifts
    .filter((shift) => holds(shift, t))
    .filter((shift) => override.target.scope !== "schedule" || (shift.tier ?? first) === tier)
    .flatMap((shift) => shift.people.map(put(override, n, tier, layer, shift.people.join())));

const applyOne = (
  places: Place[],
  override: Override,
  n: number,
  t: Instant,
  definition: Definition,
): Place[] => {
  const first = definition.tiers[0]?.id ?? "";
  const { target } = override;
  const earlier = definition.overrides.slice(0, n).map(({ id }) => id);
  const hit = (place: Place): boolean => {
    if (place.born >= n) return false;
    switch (target.scope) {
      case "schedule":
        return true;
      case "tier":
        return place.tier === target.id;
      case "layer":
        return place.layer === target.id;
      case "override":
        return earlier.includes(target.id) && place.by === target.id;
    }
  };
  const isHit = ({ id, layers }: Tier): boolean => {
    switch (target.scope) {
      case "schedule":
        return override.kind === "temporary" || id === first;
      case "tier":
        return id === target.id;
      case "layer":
        return layers.some((layer) => layer.id === target.id);
      case "override":
        return places.some((place) => place.tier === id && hit(place));
    }
  };
  const tiersHit = definition.tiers.filter(isHit).map(({ id }) => id);
  switch (override.kind) {
    case "remove":
      return places.filter((place) => !(hit(place) && override.people.includes(place.person)));
    case "replace":
      return places
        .map((place) => ({ place, now: hit(place) && place.person === override.person }))
        .filter(({ place, now }) => {
          const there = places.some(
            (other) => other.group === place.group && other.person === override.by,
          );
          return !(now && there && override.by !== override.person);
        })
        .map(({ place, now }) =>
          now && override.by !== override.person
            ? { ...place, person: override.by, by: override.id }
            : place,
        );
    case "add":
      return [
        ...places,
        ...tiersHit.flatMap((tier) => {
          const like = places.find(
            (place) => place.tier === tier && target.scope === "override" && hit(place),
          );
          const layer = target.scope === "layer" ? target.id : (like?.layer ?? null);
          return override.people.map(put(override, n, tier, layer, "add"));
        }),
      ];
    case "temporary": {
      if (target.scope === "layer") {
        return places.filter((place) => !hit(place));
      }
      const stays = places.filter((place) =>
        target.scope === "override" ? !hit(place) : !tiersHit.includes(place.tier),
      );
      return [
        ...stays,
        ...tiersHit.flatMap((tier) => {
          const like = places.find(
            (place) => place.tier === tier && target.scope === "override" && hit(place),
          );
          return putShifts(override, n, t, tier, like?.layer ?? null, first);
        }),
      ];
    }
  }
};

/** Overrides made for a turn, each where the turn lies. */
const placed = (definition: Definition): Override[] =>
  definition.overrides.map((override) => {
    const { follows, startsAt, kind } = override;
    const layers = definition.tiers.flatMap((tier) => tier.layers);
    const layer = layers.find(({ id }) => id === follows?.layer);
    const span =
      layer && follows && kind !== "temporary"
        ? occurrence(definition, layer, follows.turn, startsAt)
        : null;
    return span ? { ...override, startsAt: span.from, endsAt: span.to } : override;
  });

const prepare = (given: Definition, days: Days) => {
  const definition = { ...given, overrides: placed(given) };
  const layers = new Map(
    definition.tiers.flatMap(({ layers }) =>
      layers.map((layer) => [layer.id, layerAt(definition, layer, days)] as const),
    ),
  );
  const base = (t: Instant): Place[] =>
    definition.tiers.flatMap((tier) => {
      const covering = tier.layers.flatMap((layer) => {
        const stand = definition.overrides.findLastIndex(
          ({ kind, target, ...span }) =>
            kind === "temporary" &&
            target.scope === "layer" &&
            target.id === layer.id &&
            holds(span, t),
        );
        const override = definition.overrides[stand];
        if (override?.kind === "temporary") {
          const shifts = override.shifts.filter((shift) => holds(shift, t));
          const places = putShifts(override, stand, t, tier.id, layer.id, "");
          return shifts.length > 0 ? [{ priority: layer.priority, places }] : [];
        }
        const now = layers.get(layer.id)?.(t);
        const places = (now?.groups ?? []).flatMap((people, part) =>
          people.map((person) => ({
            tier: tier.id,
            layer: layer.id,
            rotated: layer.id,
            group: `${layer.id}/${part}`,
            person,
            by: null,
            born: -1,
          })),
        );
        return now?.covers ? [{ priority: layer.priority, places }] : [];
      });
      const top = Math.max(...covering.map(({ priority }) => priority));
      return covering.filter(({ priority }) => priority === top).flatMap(({ places }) => places);
    });
  return (t: Instant): string[] => {
    const places = definition.overrides.reduce(
      (so, override, n) => (holds(override, t) ? applyOne(so, override, n, t, definition) : so),
      base(t),
    );
    const groups = new Map<string, Set<string>>();
    for (const { tier, rotated, group, person } of places) {
      const key = `${tier} ${rotated ?? "-"} ${group}`;
      groups.set(key, (groups.get(key) ?? new Set()).add(person));
    }
    const said = [...groups].map(([key, people]) =>
      [...key.split(" ").slice(0, 2), [...people].sort().join("+")].join(" "),
    );
    return [...new Set(said)].sort();
  };
};

/** Answers in the form "tier layer person+person", sorted; valid for instants in `[from, until)`. */
export const oracle = (revisions: readonly Revision[], from: Instant, until: Instant) => {
  const dayAt = (t: Instant) =>
    Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO("UTC").toPlainDate();
  const days = { first: dayAt(from).subtract({ days: 3 }), last: dayAt(until).add({ days: 3 }) };
  const prepared = revisions.map((revision) => ({
    from: revision.from,
    answer: prepare(revision.definition, days),
  }));
  return (t: Instant): string[] =>
    prepared.findLast((revision) => revision.from <= t)?.answer(t) ?? [];
};
