import { DAY } from "@/lib/schedule/calendar";
import { compile } from "@/lib/schedule/compile";
import { followTurns } from "@/lib/schedule/follow";
import { gaps } from "@/lib/schedule/gaps";
import { type Held, heldIn } from "@/lib/schedule/held";
import { clip, union } from "@/lib/schedule/interval";
import type {
  Gap,
  Instant,
  Interval,
  Layer,
  LayerId,
  LocalDate,
  Override,
  Revision,
  Shift,
  Tier,
  TierId,
} from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { zones } from "@/lib/zones/table";
import { peopleIn } from "./draft-people";
import { revisionsIn } from "./published";
import { namesOf } from "./schedule-queries";

export type SpanLayer = {
  readonly id: LayerId;
  readonly tier: TierId;
  readonly name: string;
  readonly priority: number;
  readonly shifts: readonly Shift[];
};

/** An override in the time in which it held, in one tier. */
export type SpanOverride = Interval & {
  readonly override: Override;
  readonly tier: TierId;
  readonly layer?: LayerId;
};

/** Shifts reach out of what is shown: so far they are followed. */
const MARGIN = 45 * DAY;

const sameReason = (a: Shift, b: Shift): boolean =>
  a.tier === b.tier &&
  a.endsAt === b.startsAt &&
  a.people.join() === b.people.join() &&
  a.because.layer === b.because.layer &&
  a.because.turn?.id === b.because.turn?.id &&
  a.because.turn?.startsAt === b.because.turn?.startsAt &&
  a.because.overrides.join() === b.because.overrides.join();

/**
 * Joins what only a publication has cut: the same people for the same reason in a row. Each keeps the
 * revision that put it there first. The input is in order of time.
 */
export function joinRevisions(shifts: readonly Shift[]): Shift[] {
  const joined: Shift[] = [];
  for (const shift of shifts) {
    const i = joined.findLastIndex((earlier) => sameReason(earlier, shift));
    const before = joined[i];
    if (before && before.because.revision !== shift.because.revision) {
      joined[i] = { ...before, endsAt: shift.endsAt };
    } else {
      joined.push(shift);
    }
  }
  return joined;
}

/** The newest of each, in the newest's order, then those that are gone meanwhile. */
function newest<T extends { readonly id: string }>(lists: readonly (readonly T[])[]): T[] {
  const found = new Map<string, T>();
  for (const list of [...lists].reverse()) {
    for (const item of list) if (!found.has(item.id)) found.set(item.id, item);
  }
  return [...found.values()];
}

function onlyLayer({ definition, ...revision }: Revision, tier: TierId, layer: LayerId): Revision {
  const tiers = definition.tiers
    .filter(({ id }) => id === tier)
    .map((found) => ({ ...found, layers: found.layers.filter(({ id }) => id === layer) }));
  return { ...revision, definition: { ...definition, tiers, overrides: [] } };
}

function layersOf(
  revisions: readonly Revision[],
  tier: Tier,
  from: Instant,
  until: Instant,
): SpanLayer[] {
  const lists = revisions.map(
    ({ definition }) => definition.tiers.find(({ id }) => id === tier.id)?.layers ?? [],
  );
  return newest<Layer>(lists).map(({ id, name, priority }) => {
    const alone = compile(
      revisions.map((revision) => onlyLayer(revision, tier.id, id)),
      zones,
    );
    return { id, tier: tier.id, name, priority, shifts: joinRevisions(alone.resolve(from, until)) };
  });
}

function gapsOf(held: readonly Held[], tiers: readonly Tier[]): Gap[] {
  const all = held.flatMap(({ revision, startsAt, endsAt }) =>
    gaps(compile([revision], zones), revision.definition, startsAt, endsAt, zones),
  );
  return tiers.flatMap(({ id }) =>
    union(all.filter(({ tier }) => tier === id)).map((gap) => ({ ...gap, tier: id })),
  );
}

/** The tiers in which an override shows: where it put or took somebody, else where it was aimed. */
function placesOf(
  override: Override,
  tiers: readonly Tier[],
  shifts: readonly Shift[],
): { tier: TierId; layer?: LayerId }[] {
  const { target } = override;
  if (target.scope === "tier") return [{ tier: target.id }];
  if (target.scope === "layer") {
    const tier = tiers.find(({ layers }) => layers.some(({ id }) => id === target.id));
    return tier ? [{ tier: tier.id, layer: target.id }] : [];
  }
  const touched = tiers.filter(({ id }) =>
    shifts.some(({ tier, because }) => tier === id && because.overrides.includes(override.id)),
  );
  return (touched.length > 0 ? touched : tiers.slice(0, 1)).map(({ id }) => ({ tier: id }));
}

function overridesOf(
  held: readonly Held[],
  tiers: readonly Tier[],
  shifts: readonly Shift[],
): SpanOverride[] {
  const settled = held.map((part) => ({
    ...part,
    overrides: followTurns(part.revision.definition, zones).overrides,
  }));
  const all = newest(settled.map(({ overrides }) => overrides));
  return all.flatMap((override) => {
    const parts = settled.flatMap(({ overrides, startsAt, endsAt }) => {
      const own = overrides.find(({ id }) => id === override.id);
      return own ? [clip(own, startsAt, endsAt)] : [];
    });
    return union(parts).flatMap((part) =>
      placesOf(override, tiers, shifts).map((place) => ({ ...part, ...place, override })),
    );
  });
}

function holidaysOf(held: readonly Held[]): LocalDate[] {
  const calendars = held.flatMap(({ revision }) => revision.definition.calendars);
  return [...new Set(calendars.flatMap(({ days }) => days.map(({ date }) => date)))];
}

/**
 * All that a schedule shows in `[from, until)`, resolved with the revisions that held then. Shifts come
 * whole, up to some weeks beyond the span. `withLayers` false leaves the layers' own lanes out; `known` leaves out
 * what was published after that instant.
 */
export async function spanOf(
  context: Context,
  scheduleId: string,
  from: Instant,
  until: Instant,
  withLayers: boolean,
  known?: Instant,
) {
  const [start, end] = [from - MARGIN, until + MARGIN];
  const revisions = await revisionsIn(context, scheduleId, start, end, known);
  const held = heldIn(revisions, from, until);
  const shown = ({ startsAt, endsAt }: Interval) => startsAt < until && endsAt > from;
  const shifts = joinRevisions(compile(revisions, zones).resolve(start, end)).filter(shown);
  const tiers = newest(held.map(({ revision }) => revision.definition.tiers));
  const within = held.map(({ revision }) => revision);
  const layers = withLayers ? tiers.flatMap((tier) => layersOf(within, tier, start, end)) : [];
  return {
    /** Those of the weeks around too: a shift that reaches out of the span came from one of them. */
    revisions,
    tiers,
    shifts,
    layers: layers.map((layer) => ({ ...layer, shifts: layer.shifts.filter(shown) })),
    gaps: gapsOf(held, tiers),
    overrides: overridesOf(held, tiers, shifts),
    holidays: holidaysOf(held),
    names: await namesOf(
      context,
      revisions.flatMap(({ definition }) => peopleIn(definition)),
    ),
  };
}
