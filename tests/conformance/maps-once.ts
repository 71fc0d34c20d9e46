import { intersect, subtract } from "@/lib/schedule/interval";
import type { Instant, Interval } from "@/lib/schedule/types";

export type Held = Interval & { readonly people: readonly string[] };
type Given = {
  readonly add?: string | null | undefined;
  readonly remove?: string | null | undefined;
  readonly start: Instant;
  readonly end: Instant;
};

/** Where overrides count at all: from the present on, and outside temporary schedules. */
type Reach = {
  readonly since: Instant;
  readonly until: Instant;
  readonly except: readonly Interval[];
};

/**
 * GoAlert's preview: at each moment everybody on call by the rules is looked up once in a table of whom to
 * replace and whom to leave out, the last entry for a person counting; then the added people join.
 */
export const mapsOnce = (
  overrides: readonly Given[],
  base: readonly Held[],
  { since, until, except }: Reach,
): readonly Held[] => {
  const cuts = [...new Set(overrides.flatMap(({ start, end }) => [start, end]))]
    .filter((at) => since < at && at < until)
    .sort((a, b) => a - b);
  const bounds = [since, ...cuts, until];
  const stretches = bounds.slice(1).flatMap((endsAt, i) => {
    const startsAt = bounds[i] ?? since;
    return startsAt < endsAt ? subtract([{ startsAt, endsAt }], except) : [];
  });
  const untouched = subtract([{ startsAt: Number.NEGATIVE_INFINITY, endsAt: until }], stretches);
  const kept = base.flatMap(({ people, ...span }) =>
    intersect([span], untouched).map((part) => ({ ...part, people })),
  );
  const changed = stretches.flatMap((stretch) => {
    const active = overrides.filter(
      ({ start, end }) => start <= stretch.startsAt && stretch.startsAt < end,
    );
    const table = new Map(
      active.flatMap(({ remove, add }) => (remove ? [[remove, add ?? null] as const] : [])),
    );
    const mapped = base.flatMap(({ people, ...span }) =>
      intersect([span], [stretch]).map((part) => ({
        ...part,
        people: people
          .map((person) => (table.has(person) ? table.get(person) : person))
          .filter((person) => typeof person === "string"),
      })),
    );
    const added = active.flatMap(({ add, remove }) => (add && !remove ? [add] : []));
    return added.length > 0 ? [...mapped, { ...stretch, people: added }] : mapped;
  });
  return [...kept, ...changed];
};
