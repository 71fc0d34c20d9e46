import type { Interval, Layer, Override } from "@/lib/schedule/types";
import type { Zone, Zones } from "@/lib/schedule/zone";
import { extentOf, hasOverlap } from "./computed";
import { type Mention, toPeople } from "./directory";
import { anchorAt, bounds, handoffNotes, toPeriod, toTurns } from "./layers";
import { changed, mapped, skipped } from "./notes";
import type {
  PagerdutyFile,
  PagerdutyLayer,
  PagerdutyOverride,
  PagerdutyReference,
  PagerdutyRestriction,
  PagerdutySchedule,
} from "./pagerduty-schema";
import { cleanName } from "./text";
import { DAY, findZone, HOUR, MINUTE, weekdayAfterMonday } from "./time";
import type { ComputedShift, Conversion, Note } from "./types";
import { EVERY_DAY, type Span, toWindows } from "./windows";

const SECOND = 1000;

type Part = { readonly layer: Layer | null; readonly notes: readonly Note[] };

/**
 * A schedule of PagerDuty in our words. Layers come highest precedence first, so priorities
 * descend and one person is on call; restrictions become windows; overrides put their person in
 * the place of everybody.
 */
export function fromPagerduty(
  schedule: PagerdutySchedule,
  file: PagerdutyFile,
  zones: Zones,
): Conversion {
  const name = cleanName([schedule.name, schedule.summary], schedule.id);
  const zone = findZone(zones, schedule.time_zone);
  if (zone === null) return { ok: false, name, why: "Its time zone is unknown." };
  if (!schedule.schedule_layers) {
    return {
      ok: false,
      name,
      why: "Its layers are not in the file. Fetch it by id, or the list with include[]=schedule_layers.",
    };
  }
  const computed = toComputed(schedule);
  const covers = toCovered(file, computed);
  const parts = toParts(schedule.schedule_layers, zone, covers);
  const layers = parts.flatMap((part) => (part.layer === null ? [] : [part.layer]));
  const overrides = findOverrides(schedule, file);
  return {
    ok: true,
    schedule: {
      name,
      definition: {
        zone: zone.name,
        tiers: [{ id: "tier-1", name: "First", cover: "always", layers }],
        overrides: overrides.list.map(toOverride),
        calendars: [],
      },
      people: toPeople(keysOf(layers, overrides.list, computed), mentionsOf(schedule, file)),
      notes: [
        mapped("Combining: the highest layer that covers a time has it alone."),
        ...parts.flatMap((part) => part.notes),
        ...overrides.notes,
      ],
      computed,
      covers,
    },
  };
}

function toParts(
  layers: readonly PagerdutyLayer[],
  zone: Zone,
  covers: Interval | null,
): readonly Part[] {
  return layers.map((layer, index) => {
    const title = `Layer "${cleanName([layer.name], `Layer ${layers.length - index}`)}"`;
    // A layer cannot be deleted there, only ended: old ones would fill the schedule with what
    // never applies again.
    if (covers !== null && layer.end && layer.end <= covers.startsAt) {
      return { layer: null, notes: [skipped(title, "It ended before the time this file covers.")] };
    }
    return toLayer(layer, {
      title,
      priority: layers.length - index,
      id: `layer-${index + 1}`,
      zone,
    });
  });
}

type Place = {
  readonly title: string;
  readonly id: string;
  readonly priority: number;
  readonly zone: Zone;
};

function toLayer(source: PagerdutyLayer, place: Place): Part {
  const { title, zone } = place;
  const period = toPeriod(source.rotation_turn_length_seconds * SECOND);
  if (period === null) {
    return {
      layer: null,
      notes: [skipped(title, "Its turns are not whole hours, days or weeks.")],
    };
  }
  if (source.users.length === 0) {
    return { layer: null, notes: [skipped(title, "Nobody is in it.")] };
  }
  const spans = (source.restrictions ?? []).map(toSpan);
  if (spans.some((span) => span === null)) {
    return { layer: null, notes: [skipped(title, "It has a restriction of an unknown kind.")] };
  }
  const hours = toWindows(spans.filter((span) => span !== null));
  const notes = [
    mapped(title),
    ...handoffNotes(title, source.rotation_virtual_start, zone),
    ...(hours.exact
      ? []
      : [changed(title, "Its restrictions have seconds; widened to whole minutes.")]),
  ];
  const groups = source.users.map((member) => [member.user.id]);
  const layer: Layer = {
    id: place.id,
    name: cleanName([source.name], place.id),
    priority: place.priority,
    ...bounds(source.start, source.end),
    rotation: {
      ...period,
      anchor: anchorAt(zone.toWall(source.rotation_virtual_start)),
      turns: toTurns(place.id, groups),
    },
    windows: hours.windows,
  };
  return { layer, notes };
}

/** Null for a kind of restriction that the API's documentation does not name. */
function toSpan(restriction: PagerdutyRestriction): Span | null {
  const [hour = 0, minute = 0, second = 0] = restriction.start_time_of_day.split(":").map(Number);
  const startMs = hour * HOUR + minute * MINUTE + second * SECOND;
  const lengthMs = restriction.duration_seconds * SECOND;
  if (restriction.type === "daily_restriction") {
    return { days: EVERY_DAY, startMs, lengthMs: Math.min(lengthMs, DAY) };
  }
  if (restriction.type !== "weekly_restriction" || !restriction.start_day_of_week) return null;
  return { days: [weekdayAfterMonday(restriction.start_day_of_week - 1)], startMs, lengthMs };
}

/**
 * The overrides list of the API if the file has one, else what the schedule's own override
 * timeline shows.
 */
function findOverrides(schedule: PagerdutySchedule, file: PagerdutyFile) {
  const shown = schedule.overrides_subschedule?.rendered_schedule_entries ?? [];
  const list: readonly PagerdutyOverride[] =
    givenOverrides(schedule, file) ??
    shown.flatMap(({ start, end, user }) => (user && start < end ? [{ start, end, user }] : []));
  const notes: Note[] = [];
  if (list.length > 0) notes.push(mapped(`Overrides: ${list.length}`));
  if (hasOverlap(list.map(({ start, end }) => ({ startsAt: start, endsAt: end })))) {
    const why =
      "Some overlap. PagerDuty prefers the one made last but does not say which that is; here the later in the file wins.";
    notes.push(changed("Overrides", why));
  }
  if (file.schedules.length > 1 && file.overrides?.[""]) {
    const why =
      "The file has several schedules and one list of overrides; give it per schedule id.";
    notes.push(skipped("Overrides", why));
  }
  return { list, notes };
}

function givenOverrides(schedule: PagerdutySchedule, file: PagerdutyFile) {
  const all = new Map(Object.entries(file.overrides ?? {}));
  return all.get(schedule.id) ?? (file.schedules.length === 1 ? all.get("") : undefined);
}

function toOverride(source: PagerdutyOverride, index: number): Override {
  const time = { startsAt: source.start, endsAt: source.end };
  return {
    id: `override-${index + 1}`,
    kind: "temporary",
    target: { scope: "schedule" },
    ...time,
    shifts: [{ ...time, people: [source.user.id] }],
  };
}

function toComputed(schedule: PagerdutySchedule): readonly ComputedShift[] | null {
  const entries = schedule.final_schedule?.rendered_schedule_entries;
  if (!entries || entries.length === 0) return null;
  return entries.flatMap(({ start, end, user }) =>
    user && start < end ? [{ startsAt: start, endsAt: end, person: user.id }] : [],
  );
}

function toCovered(
  file: PagerdutyFile,
  computed: readonly ComputedShift[] | null,
): Interval | null {
  const extent = extentOf(computed ?? []);
  if (extent === null) return null;
  const startsAt = file.since ?? extent.startsAt;
  const endsAt = file.until ?? extent.endsAt;
  return startsAt < endsAt ? { startsAt, endsAt } : null;
}

function keysOf(
  layers: readonly Layer[],
  overrides: readonly PagerdutyOverride[],
  computed: readonly ComputedShift[] | null,
): readonly string[] {
  return [
    ...layers.flatMap((layer) => layer.rotation.turns.flatMap((turn) => turn.people)),
    ...overrides.map((override) => override.user.id),
    ...(computed ?? []).map((shift) => shift.person),
  ];
}

function mentionsOf(schedule: PagerdutySchedule, file: PagerdutyFile): readonly Mention[] {
  const timelines = [schedule.final_schedule, schedule.overrides_subschedule];
  const entries = timelines.flatMap((timeline) => timeline?.rendered_schedule_entries ?? []);
  const references: readonly (PagerdutyReference | null | undefined)[] = [
    ...(file.users ?? []),
    ...(schedule.schedule_layers ?? []).flatMap((layer) => layer.users.map(({ user }) => user)),
    ...Object.values(file.overrides ?? {}).flatMap((list) => list.map(({ user }) => user)),
    ...entries.map((entry) => entry.user),
  ];
  return references.flatMap((user) =>
    user ? [{ key: user.id, names: [user.name, user.summary], email: user.email }] : [],
  );
}
