import type { Interval, Layer, Override } from "@/lib/schedule/types";
import type { Zone, Zones } from "@/lib/schedule/zone";
import { type Mention, toPeople } from "./directory";
import { anchorAt, bounds, handoffNotes, type Period, toTurns } from "./layers";
import { changed, mapped, skipped } from "./notes";
import type {
  OpsgenieFile,
  OpsgenieOverride,
  OpsgenieParticipant,
  OpsgenieRestriction,
  OpsgenieRotation,
  OpsgenieSchedule,
} from "./opsgenie-schema";
import { cleanName } from "./text";
import { DAY, findZone, HOUR, MINUTE, WEEK, weekdayAfterMonday } from "./time";
import type { ComputedShift, Conversion, Note } from "./types";
import { EVERY_DAY, type Span, toWindows } from "./windows";

/** All of Opsgenie's rotations count together, so all layers have this priority. */
const PRIORITY = 1;

type Part = {
  readonly layer: Layer | null;
  readonly notes: readonly Note[];
  readonly sourceId: string;
};

/**
 * A schedule of Opsgenie in our words. Rotations stand side by side, so priorities are equal;
 * "none" is a turn with nobody; time restrictions become windows; an override puts its person in
 * the place of the rotations it names.
 */
export function fromOpsgenie(
  schedule: OpsgenieSchedule,
  file: OpsgenieFile,
  zones: Zones,
): Conversion {
  const name = cleanName([schedule.name], schedule.id);
  const zone = findZone(zones, schedule.timezone);
  if (zone === null) return { ok: false, name, why: "Its time zone is unknown." };
  if (!schedule.rotations) {
    return {
      ok: false,
      name,
      why: "Its rotations are not in the file. Fetch it with expand=rotation.",
    };
  }
  const parts = schedule.rotations.map((rotation, index) => toPart(rotation, index, zone));
  const layers = parts.flatMap((part) => (part.layer === null ? [] : [part.layer]));
  const sources = overridesOf(schedule, file);
  const overrides = sources.map((source) => toOverrides(source, parts));
  const { computed, covers } = toComputed(schedule, file);
  const keys = [
    ...layers.flatMap((layer) => layer.rotation.turns.flatMap((turn) => turn.people)),
    ...sources.flatMap((source) => keyOf(source.user) ?? []),
    ...(computed ?? []).map((shift) => shift.person),
  ];
  return {
    ok: true,
    schedule: {
      name,
      definition: {
        zone: zone.name,
        tiers: [{ id: "tier-1", name: "First", cover: "always", layers }],
        overrides: overrides
          .flatMap((part) => part.overrides)
          .map((override, index) => ({ ...override, id: `override-${index + 1}` })),
        calendars: [],
      },
      people: toPeople(keys, mentionsOf(schedule, file)),
      notes: [
        mapped("Combining: rotations that cover the same time are on call together."),
        ...(schedule.enabled === false
          ? [changed("Schedule", "It is switched off there; here it counts once it is published.")]
          : []),
        ...parts.flatMap((part) => part.notes),
        ...overrides.flatMap((part) => part.notes),
      ],
      computed,
      covers,
    },
  };
}

const PERIODS: ReadonlyMap<string, Period["unit"]> = new Map([
  ["hourly", "hour"],
  ["daily", "day"],
  ["weekly", "week"],
]);

function toPart(rotation: OpsgenieRotation, index: number, zone: Zone): Part {
  const id = `layer-${index + 1}`;
  const sourceId = rotation.id ?? "";
  const title = `Rotation "${cleanName([rotation.name], `Rotation ${index + 1}`)}"`;
  const drop = (why: string): Part => ({ layer: null, sourceId, notes: [skipped(title, why)] });
  const unit = PERIODS.get(rotation.type.toLowerCase());
  if (unit === undefined) return drop("Its turns are neither hourly, daily nor weekly.");
  const participants = rotation.participants ?? [];
  if (participants.length === 0) return drop("Nobody is in it.");
  const spans = toSpans(rotation.timeRestriction);
  if (spans === null) return drop("It has a time restriction of an unknown kind.");
  const groups = participants.map((one) => (one.type === "user" ? [keyOf(one) ?? ""] : []));
  if (groups.some((group) => group.includes("")))
    return drop("A user in it has neither id nor name.");
  const layer: Layer = {
    id,
    name: cleanName([rotation.name], `Rotation ${index + 1}`),
    priority: PRIORITY,
    ...bounds(rotation.startDate, rotation.endDate),
    rotation: {
      unit,
      every: rotation.length ?? 1,
      anchor: anchorAt(zone.toWall(rotation.startDate)),
      turns: toTurns(id, groups),
    },
    windows: toWindows(spans).windows,
  };
  const notes = [
    mapped(title),
    ...handoffNotes(title, rotation.startDate, zone),
    ...participantNotes(title, participants),
  ];
  return { layer, sourceId, notes };
}

function participantNotes(title: string, participants: readonly OpsgenieParticipant[]): Note[] {
  return participants
    .filter((one) => one.type !== "user" && one.type !== "none")
    .map((one) => {
      const who = cleanName([one.name, one.username, one.id], "without a name");
      const kind = cleanName([one.type], "participant");
      const why =
        "Turns hold people. Its turn is kept with nobody in it, so nobody else's moves: put people in.";
      return changed(`${title}: ${kind} "${who}"`, why);
    });
}

const DAY_NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/**
 * Empty when the rotation is not restricted, null when the kind is not one the documentation
 * names.
 */
function toSpans(restriction: OpsgenieRestriction | null | undefined): readonly Span[] | null {
  if (!restriction) return [];
  if (restriction.type === "time-of-day" && restriction.restriction) {
    const { start, end } = toMinutes(restriction.restriction);
    return [
      { days: EVERY_DAY, startMs: start, lengthMs: end > start ? end - start : end - start + DAY },
    ];
  }
  if (restriction.type !== "weekday-and-time-of-day" || !restriction.restrictions) return null;
  return restriction.restrictions.map((one) => {
    const { start, end } = toMinutes(one);
    const first = DAY_NAMES.indexOf(one.startDay);
    const days = (DAY_NAMES.indexOf(one.endDay) - first + 7) % 7;
    const length = days * DAY + end - start;
    return {
      days: [weekdayAfterMonday(first)],
      startMs: start,
      lengthMs: length > 0 ? length : length + WEEK,
    };
  });
}

function toMinutes(times: {
  readonly startHour: number;
  readonly startMin: number;
  readonly endHour: number;
  readonly endMin: number;
}) {
  return {
    // Hour 24 as a start is the day's own midnight told the other way; as an end it is the next
    // one's.
    start: (times.startHour * HOUR + times.startMin * MINUTE) % DAY,
    end: times.endHour * HOUR + times.endMin * MINUTE,
  };
}

function keyOf(participant: OpsgenieParticipant): string | null {
  return participant.id ?? participant.username ?? participant.name ?? null;
}

function belongs(
  parent: { readonly id?: string | null | undefined } | null | undefined,
  schedule: OpsgenieSchedule,
  file: OpsgenieFile,
): boolean {
  return parent?.id ? parent.id === schedule.id : file.data.length === 1;
}

function overridesOf(schedule: OpsgenieSchedule, file: OpsgenieFile): readonly OpsgenieOverride[] {
  return (file.overrides ?? []).filter((override) => belongs(override._parent, schedule, file));
}

/** One temporary shift for the whole schedule, or one for each rotation that the override names. */
function toOverrides(source: OpsgenieOverride, parts: readonly Part[]) {
  const person = keyOf(source.user);
  const title = `Override for "${cleanName([source.user.username, source.user.name], "nobody")}"`;
  if (source.user.type !== "user" || person === null) {
    return {
      overrides: [],
      notes: [skipped(title, "It is for a team or nobody, not for a person.")],
    };
  }
  const named = new Set((source.rotations ?? []).flatMap((rotation) => rotation.id ?? []));
  const hit = parts.filter((part) => named.has(part.sourceId));
  const lost = hit.filter((part) => part.layer === null);
  const time: Interval = { startsAt: source.startDate, endsAt: source.endDate };
  const base = {
    id: "",
    kind: "temporary",
    ...time,
    shifts: [{ ...time, people: [person] }],
  } as const;
  const all = named.size === 0 || hit.length === parts.length;
  const overrides: readonly Override[] = all
    ? [{ ...base, target: { scope: "schedule" } }]
    : hit.flatMap((part) =>
        part.layer === null ? [] : [{ ...base, target: { scope: "layer", id: part.layer.id } }],
      );
  if (overrides.length === 0) {
    return { overrides, notes: [skipped(title, "The rotation it is for is not in the schedule.")] };
  }
  const partly = lost.length > 0 ? [changed(title, "A rotation it is for did not come over.")] : [];
  return { overrides, notes: [mapped(title), ...(all ? [] : partly)] };
}

function toComputed(schedule: OpsgenieSchedule, file: OpsgenieFile) {
  const timeline = file.timelines?.find((one) => belongs(one._parent, schedule, file));
  if (timeline === undefined || timeline.startDate >= timeline.endDate) {
    return { computed: null, covers: null };
  }
  const periods = timeline.finalTimeline.rotations.flatMap((rotation) => rotation.periods ?? []);
  const computed: readonly ComputedShift[] = periods.flatMap(
    ({ startDate, endDate, recipient }) => {
      const person = recipient?.type === "user" ? keyOf(recipient) : null;
      return person === null || startDate >= endDate
        ? []
        : [{ startsAt: startDate, endsAt: endDate, person }];
    },
  );
  return { computed, covers: { startsAt: timeline.startDate, endsAt: timeline.endDate } };
}

function mentionsOf(schedule: OpsgenieSchedule, file: OpsgenieFile): readonly Mention[] {
  const periods = (file.timelines ?? []).flatMap((timeline) =>
    timeline.finalTimeline.rotations.flatMap((rotation) => rotation.periods ?? []),
  );
  const participants = [
    ...(schedule.rotations ?? []).flatMap((rotation) => rotation.participants ?? []),
    ...(file.overrides ?? []).map((override) => override.user),
    ...periods.flatMap((period) => period.recipient ?? []),
  ].filter((one) => one.type === "user");
  return [
    ...(file.users ?? []).map((user) => ({
      key: user.id,
      names: [user.fullName],
      email: user.username,
    })),
    ...participants.map((one) => {
      const login = one.username ?? one.name;
      return { key: keyOf(one) ?? "", names: [login], email: login };
    }),
  ];
}
