/** The oracle's half that knows about clocks: zone rules from Temporal, handoffs by walking, windows by trying every day. */
import { Temporal } from "temporal-polyfill";
import type { Definition, Instant, Layer, Rotation, Window } from "@/lib/schedule/types";

type Span = { from: Instant; to: Instant };
type Held = Span & { turn: number };
export type Days = { first: Temporal.PlainDate; last: Temporal.PlainDate };

const known = new Map<string, Instant>();

const instantOf = (local: Temporal.PlainDateTime, zone: string, side: "start" | "end"): Instant => {
  const key = `${zone} ${local} ${side}`;
  const found = known.get(key) ?? instantAfresh(local, zone, side);
  known.set(key, found);
  return found;
};

const instantAfresh = (
  local: Temporal.PlainDateTime,
  zone: string,
  side: "start" | "end",
): Instant => {
  const early = local.toZonedDateTime(zone, { disambiguation: "earlier" });
  const late = local.toZonedDateTime(zone, { disambiguation: "later" });
  if (!early.toPlainDateTime().equals(local)) {
    const gap = early.getTimeZoneTransition("next");
    return gap ? gap.epochMilliseconds : early.epochMilliseconds;
  }
  return (side === "start" ? early : late).epochMilliseconds;
};

const at = (date: Temporal.PlainDate, time: string): Temporal.PlainDateTime =>
  date.toPlainDateTime(Temporal.PlainTime.from(time));

const eachDay = ({ first, last }: Days): Temporal.PlainDate[] => {
  const days: Temporal.PlainDate[] = [];
  for (let day = first; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    days.push(day);
  }
  return days;
};

const windowSpans = (windows: readonly Window[], zone: string, days: Days): Span[] =>
  eachDay(days).flatMap((day) =>
    windows
      .filter((window) => window.days.some((weekday) => weekday === day.dayOfWeek))
      .map((window) => ({
        from: instantOf(at(day, window.start), zone, "start"),
        to: instantOf(at(day.add({ days: window.endsAfterDays }), window.end), zone, "end"),
      })),
  );

const dateSpan = (day: Temporal.PlainDate, zone: string): Span => ({
  from: instantOf(at(day, "00:00"), zone, "start"),
  to: instantOf(at(day.add({ days: 1 }), "00:00"), zone, "start"),
});

const anchorOf = (rotation: Rotation): Temporal.PlainDateTime =>
  at(Temporal.PlainDate.from(rotation.anchor.date), rotation.anchor.time);

const handoff = (rotation: Rotation, n: number): Temporal.PlainDateTime => {
  const { every, unit } = rotation;
  return anchorOf(rotation).add({ [`${unit}s`]: n * every });
};

/** Turns without regard to weekdays, by walking from the anchor to both ends of the days asked for. */
const plainTurns = (rotation: Rotation, zone: string, days: Days): Held[] => {
  const held: Held[] = [];
  const keep = (n: number): void => {
    const from = instantOf(handoff(rotation, n), zone, "start");
    const to = instantOf(handoff(rotation, n + 1), zone, "start");
    held.push({ from, to, turn: rotation.anchor.turn + n });
  };
  const isBefore = (n: number, day: Temporal.PlainDate): boolean =>
    Temporal.PlainDate.compare(handoff(rotation, n).toPlainDate(), day) < 0;
  let n = 0;
  while (!isBefore(n, days.first)) n -= 1;
  while (isBefore(n + 1, days.first)) n += 1;
  for (; isBefore(n, days.last); n += 1) keep(n);
  return held;
};

const counts = (rotation: Rotation, day: Temporal.PlainDate): boolean =>
  (rotation.weekdays ?? []).length === 0 ||
  (rotation.weekdays ?? []).some((weekday) => weekday === day.dayOfWeek);

/** Days and hours of the counted days only, dealt out one by one. */
const dealtTurns = (rotation: Rotation, zone: string, days: Days): Held[] => {
  const hours = rotation.unit === "hour" ? 24 : 1;
  const held: Held[] = [];
  const deal = (day: Temporal.PlainDate, slot: number): void => {
    const start = at(day, rotation.anchor.time);
    for (let hour = 0; hour < hours; hour += 1) {
      const begins = start.add({ hours: hour });
      const ends = start.add({ hours: hours === 1 ? 24 : hour + 1 });
      const turn = rotation.anchor.turn + Math.floor((slot + hour) / rotation.every);
      held.push({
        from: instantOf(begins, zone, "start"),
        to: instantOf(ends, zone, "start"),
        turn,
      });
    }
  };
  const anchor = Temporal.PlainDate.from(rotation.anchor.date);
  const isIn = (day: Temporal.PlainDate): boolean =>
    Temporal.PlainDate.compare(day, days.first.subtract({ days: 2 })) >= 0 &&
    Temporal.PlainDate.compare(day, days.last) <= 0;
  let slot = 0;
  for (
    let day = anchor;
    Temporal.PlainDate.compare(day, days.last) <= 0;
    day = day.add({ days: 1 })
  ) {
    if (counts(rotation, day)) {
      if (isIn(day)) deal(day, slot);
      slot += hours;
    }
  }
  slot = 0;
  const end = days.first.subtract({ days: 2 });
  for (let day = anchor.subtract({ days: 1 }); Temporal.PlainDate.compare(day, end) >= 0; ) {
    if (counts(rotation, day)) {
      slot -= hours;
      if (isIn(day)) deal(day, slot);
    }
    day = day.subtract({ days: 1 });
  }
  return held;
};

const within = (span: Span, t: Instant): boolean => span.from <= t && t < span.to;

/** The people of a layer who are on call together, one list per zone in which windows are read. */
export type LayerAt = (t: Instant) => { covers: boolean; groups: readonly (readonly string[])[] };

const byZone = (definition: Definition, layer: Layer, people: readonly string[]) => {
  const own = layer.zone ?? definition.zone;
  const isHome = layer.windowsIn === "person" && layer.windows.length > 0;
  const zoneOf = (person: string): string =>
    (isHome ? definition.homes?.find((home) => home.person === person)?.zone : null) ?? own;
  const found = people.length === 0 ? [own] : [...new Set(people.map(zoneOf))];
  return found.map((zone) => ({ zone, people: people.filter((one) => zoneOf(one) === zone) }));
};

export const layerAt = (definition: Definition, layer: Layer, days: Days): LayerAt => {
  const zone = layer.zone ?? definition.zone;
  const { rotation } = layer;
  const names = rotation.weekdays ?? [];
  const dealt = names.length > 0 && (rotation.unit === "day" || rotation.unit === "hour");
  const held = (dealt ? dealtTurns : plainTurns)(rotation, zone, days);
  const wide = { first: days.first.subtract({ days: 9 }), last: days.last };
  const opened = new Map<string, Span[]>();
  const isOpen = (inZone: string, t: Instant): boolean => {
    const spans = opened.get(inZone) ?? windowSpans(layer.windows, inZone, wide);
    opened.set(inZone, spans);
    return layer.windows.length === 0 || spans.some((span) => within(span, t));
  };
  const counted = (names.length > 0 ? eachDay(wide) : [])
    .filter((day) => counts(rotation, day))
    .map((day) => ({
      from: instantOf(at(day, rotation.anchor.time), zone, "start"),
      to: instantOf(at(day.add({ days: 1 }), rotation.anchor.time), zone, "start"),
    }));
  const calendar = definition.calendars.find(({ id }) => id === layer.holidays?.calendar);
  const holidays = (calendar?.days ?? []).map(({ date }) =>
    dateSpan(Temporal.PlainDate.from(date), zone),
  );
  return (t) => {
    const turn = held.find((span) => within(span, t));
    const size = rotation.turns.length;
    const inDates = holidays.some((span) => within(span, t));
    const works =
      turn !== undefined &&
      size > 0 &&
      (layer.from === undefined || layer.from <= t) &&
      (layer.until === undefined || t < layer.until) &&
      (names.length === 0 || counted.some((span) => within(span, t))) &&
      (!layer.holidays || (layer.holidays.mode === "only") === inDates);
    const index = (((turn?.turn ?? 0) % size) + size) % size;
    const parts = byZone(definition, layer, rotation.turns[index]?.people ?? []);
    const on = parts.filter((part) => works && isOpen(part.zone, t));
    return { covers: on.length > 0, groups: on.map(({ people }) => people) };
  };
};

/** How many days a rotation may take to come round, and some more. */
const roundOf = ({ unit, every, turns, weekdays }: Rotation): number => {
  const days = { hour: 1 / 24, day: 1, week: 7, month: 31 }[unit] * every * turns.length;
  return Math.ceil(days * ((weekdays ?? []).length > 0 ? 7 : 1)) + 20;
};

/** Of all occurrences of a turn, walked from the anchor, the one that begins nearest to an instant. */
export const occurrence = (
  definition: Definition,
  layer: Layer,
  id: string,
  near: Instant,
): Span | null => {
  const { rotation } = layer;
  const zone = layer.zone ?? definition.zone;
  const size = rotation.turns.length;
  const day = Temporal.Instant.fromEpochMilliseconds(near).toZonedDateTimeISO("UTC").toPlainDate();
  const reach = { days: roundOf(rotation) };
  const days = { first: day.subtract(reach), last: day.add(reach) };
  const dealt =
    (rotation.weekdays ?? []).length > 0 && (rotation.unit === "day" || rotation.unit === "hour");
  const spans = new Map<number, Span>();
  for (const { from, to, turn } of (dealt ? dealtTurns : plainTurns)(rotation, zone, days)) {
    const known = spans.get(turn);
    // Turns before the anchor are dealt backwards.
    spans.set(turn, {
      from: Math.min(from, known?.from ?? from),
      to: Math.max(to, known?.to ?? to),
    });
  }
  const own = rotation.turns.findIndex((turn) => turn.id === id);
  return [...spans]
    .filter(([turn, { from, to }]) => (turn - own) % size === 0 && from < to && own >= 0)
    .map(([, span]) => span)
    .sort((a, b) => a.from - b.from)
    .reduce<Span | null>(
      (best, span) =>
        best && Math.abs(best.from - near) <= Math.abs(span.from - near) ? best : span,
      null,
    );
};
