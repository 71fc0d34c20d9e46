import type { Interval, Layer, Override } from "@/lib/schedule/types";
import type { Zone, Zones } from "@/lib/schedule/zone";
import { extentOf } from "./computed";
import { type Mention, toPeople } from "./directory";
import { toGrafanaOverrides } from "./grafana-overrides";
import { planRotation } from "./grafana-rotation";
import type { GrafanaFile, GrafanaSchedule, GrafanaShift } from "./grafana-schema";
import { anchorAt, bounds, ownZone, toTurns } from "./layers";
import { changed, mapped, skipped } from "./notes";
import { cleanName } from "./text";
import { findZone, MINUTE } from "./time";
import type { ComputedShift, Conversion, Note } from "./types";
import { toWindows } from "./windows";

type Part = {
  readonly layer: Layer | null;
  readonly notes: readonly Note[];
};

/**
 * A schedule of Grafana OnCall in our words. A shift's level is its layer's priority: higher ones
 * replace lower ones, equals stand side by side. Overrides take everybody's place, taken swaps
 * replace one person by another.
 */
export function fromGrafana(
  schedule: GrafanaSchedule,
  file: GrafanaFile,
  zones: Zones,
): Conversion {
  const name = cleanName([schedule.name], schedule.id);
  if (schedule.type === "ical") {
    return { ok: false, name, why: "It is fed by an iCal link; its rotations are not in the API." };
  }
  const zone = findZone(zones, schedule.time_zone ?? "UTC");
  if (zone === null) return { ok: false, name, why: "Its time zone is unknown." };
  const found = findShifts(schedule, file);
  const overrides = toGrafanaOverrides(schedule, found.shifts, file, (shift) =>
    findZone(zones, shift.time_zone ?? zone.name),
  );
  const parts = found.shifts
    .filter((shift) => shift.type !== "override" && !overrides.events.has(shift))
    .map((shift, index) => toPart(shift, `layer-${index + 1}`, zone, zones));
  const layers = parts.flatMap((part) => (part.layer === null ? [] : [part.layer]));
  const computed = toComputed(schedule, file);
  return {
    ok: true,
    schedule: {
      name,
      definition: {
        zone: zone.name,
        tiers: [{ id: "tier-1", name: "First", cover: "always", layers }],
        overrides: overrides.list,
        calendars: [],
      },
      people: toPeople(keysOf(layers, overrides.list, computed), mentionsOf(file)),
      notes: [
        mapped("Combining: higher levels replace lower ones, equal levels are on call together."),
        ...found.notes,
        ...parts.flatMap((part) => part.notes),
        ...overrides.notes,
      ],
      computed,
      covers: toCovered(file, computed),
    },
  };
}

/**
 * The schedule's own shifts, once each; all of the file's when it has one schedule, which names
 * none.
 */
function findShifts(schedule: GrafanaSchedule, file: GrafanaFile) {
  const notes: Note[] = [];
  const byId = new Map(file.on_call_shifts.map((shift) => [shift.id, shift]));
  const all = file.schedules.length === 1 ? [...byId.keys()] : [];
  const shifts: GrafanaShift[] = [];
  for (const id of new Set(schedule.shifts ?? all)) {
    const shift = byId.get(id);
    if (shift) shifts.push(shift);
    else
      notes.push(
        skipped(
          `Shift ${cleanName([id], "without id")}`,
          "It is not among on_call_shifts in the file.",
        ),
      );
  }
  if (schedule.ical_url_overrides) {
    notes.push(
      skipped("Overrides by iCal link", "They are not in the API; add them here by hand."),
    );
  }
  return { shifts, notes };
}

function toPart(shift: GrafanaShift, id: string, ofSchedule: Zone, zones: Zones): Part {
  const name = cleanName([shift.name], id);
  const title = `Shift "${name}"`;
  const drop = (why: string): Part => ({ layer: null, notes: [skipped(title, why)] });
  const zone = findZone(zones, shift.time_zone ?? ofSchedule.name);
  if (zone === null) return drop("Its time zone is unknown.");
  const start = zone.first(shift.start);
  const base = { id, name, priority: shift.level ?? 0, ...ownZone(zone.name, ofSchedule.name) };
  if (shift.type === "single_event") {
    const people = shift.users ?? [];
    if (people.length === 0) return drop("Nobody is in it.");
    const layer = {
      ...base,
      ...bounds(start, zone.last(shift.start + shift.duration * 1000)),
      rotation: {
        unit: "week",
        every: 1,
        anchor: anchorAt(shift.start),
        turns: toTurns(id, [people]),
      },
      windows: [],
    } as const;
    return { layer, notes: [mapped(`${title}: a layer that holds once`)] };
  }
  const plan = planRotation(shift);
  if (typeof plan === "string") return drop(plan);
  const from = Math.max(start, shift.rotation_start ? zone.first(shift.rotation_start) : start);
  const hours = toWindows(plan.spans);
  const exact = hours.exact && shift.start % MINUTE === 0;
  const notes = [
    mapped(title),
    ...(plan.differs === null ? [] : [changed(title, plan.differs)]),
    ...(exact ? [] : [changed(title, "Its times have seconds; here they are whole minutes.")]),
  ];
  const layer: Layer = {
    ...base,
    ...bounds(from, shift.until ? zone.first(shift.until) : null),
    rotation: {
      unit: plan.unit,
      every: plan.every,
      anchor: anchorAt(plan.anchor),
      turns: toTurns(id, plan.groups),
      ...(plan.weekdays.length > 0 ? { weekdays: plan.weekdays } : {}),
    },
    windows: hours.windows,
  };
  return { layer, notes };
}

function finalOf(schedule: GrafanaSchedule, file: GrafanaFile) {
  const all = new Map(Object.entries(file.final_shifts ?? {}));
  return all.get(schedule.id) ?? (file.schedules.length === 1 ? all.get("") : undefined);
}

function toComputed(schedule: GrafanaSchedule, file: GrafanaFile): readonly ComputedShift[] | null {
  const shifts = finalOf(schedule, file);
  if (!shifts || shifts.length === 0) return null;
  return shifts.flatMap(({ user_pk, shift_start, shift_end }) =>
    shift_start < shift_end ? [{ startsAt: shift_start, endsAt: shift_end, person: user_pk }] : [],
  );
}

function toCovered(file: GrafanaFile, computed: readonly ComputedShift[] | null): Interval | null {
  const extent = extentOf(computed ?? []);
  if (extent === null) return null;
  const startsAt = file.from ?? extent.startsAt;
  const endsAt = file.until ?? extent.endsAt;
  return startsAt < endsAt ? { startsAt, endsAt } : null;
}

function keysOf(
  layers: readonly Layer[],
  overrides: readonly Override[],
  computed: readonly ComputedShift[] | null,
): readonly string[] {
  return [
    ...layers.flatMap((layer) => layer.rotation.turns.flatMap((turn) => turn.people)),
    ...overrides.flatMap(peopleIn),
    ...(computed ?? []).map((shift) => shift.person),
  ];
}

function peopleIn(override: Override): readonly string[] {
  if (override.kind === "replace") return [override.person, override.by];
  if (override.kind === "temporary") return override.shifts.flatMap((shift) => shift.people);
  return override.people;
}

function mentionsOf(file: GrafanaFile): readonly Mention[] {
  const users = (file.users ?? []).map((user) => ({
    key: user.id,
    names: [user.name, user.username],
    email: user.email,
  }));
  const named = Object.values(file.final_shifts ?? {}).flatMap((list) =>
    list.map((shift) => ({
      key: shift.user_pk,
      names: [shift.user_username],
      email: shift.user_email,
    })),
  );
  return [...users, ...named];
}
