import { formatInstant } from "@/lib/schedule/format";
import type { SetOperations } from "./operations";
import { same } from "./operations-same";
import type { EntityKind, Fields } from "./operations-sheet";
import { called, type Teller, targetName, turnName } from "./words-names";
import {
  coverName,
  crewOf,
  dayName,
  exceptionName,
  spanName,
  stepName,
  weekdayNames,
  windowNames,
} from "./words-phrases";

/** What a field's sentence is made of: who it is about, the value before and after. */
type Change<T> = {
  readonly who: string;
  readonly id: string;
  readonly before: T;
  readonly after: T;
  readonly teller: Teller;
};
type Sentences = {
  readonly [K in EntityKind]: {
    readonly [F in keyof Fields[K]]: (change: Change<Fields[K][F]>) => string;
  };
};

const zoneName = (zone: string | null) => zone ?? "the schedule’s zone";

function lifeSentence({ who, before, after, teller }: Change<Fields["layer"]["life"]>): string {
  const name = (at: number) => formatInstant(at, teller.zone, teller.now);
  if (after.from === null && after.until === null)
    return `The layer ${who} now holds without beginning or end.`;
  if (before.from === after.from && after.until !== null)
    return `The layer ${who} ends on ${name(after.until)}.`;
  if (before.until === after.until && after.from !== null)
    return `The layer ${who} begins on ${name(after.from)}.`;
  const from = after.from === null ? "" : ` from ${name(after.from)}`;
  const until = after.until === null ? "" : ` until ${name(after.until)}`;
  return `The layer ${who} now holds${from}${until}.`;
}

function whenSentence({ who, before, after, teller }: Change<Fields["override"]["when"]>): string {
  const [was, is] = [before, after].map((when) => spanName(when, teller.zone, teller.now));
  const follows =
    after.follows && !same(after.follows, before.follows)
      ? `The override ${who} is now ${turnName(after.follows, teller)}.`
      : before.follows && !after.follows
        ? `The override ${who} no longer moves with its turn.`
        : "";
  const moved = was === is ? "" : `Moves the override ${who} from ${was} to ${is}.`;
  return [moved, follows].filter((part) => part !== "").join(" ") || `Moves the override ${who}.`;
}

function anchorSentence({ who, before, after, teller }: Change<Fields["layer"]["anchor"]>): string {
  if (before.date === after.date && before.turn === after.turn) {
    return `Moves the handoff of ${who} from ${before.time} to ${after.time}.`;
  }
  const turn = called("turn", after.turn, teller);
  const time =
    before.time === after.time ? after.time : `${after.time} (handoff was ${before.time})`;
  return `Counts the turns of ${who} from ${dayName(after.date)}, ${time}, beginning with ${turn}.`;
}

function holidaysSentence({ who, after, teller }: Change<Fields["layer"]["holidays"]>): string {
  if (!after) return `The layer ${who} no longer follows a calendar.`;
  const calendar = called("calendar", after.calendar, teller);
  return after.mode === "off"
    ? `The layer ${who} now rests on the days of ${calendar}.`
    : `The layer ${who} now works only on the days of ${calendar}.`;
}

function daysSentence({ who, before, after }: Change<Fields["calendar"]["days"]>): string {
  const had = new Map(before.map(({ date, name }) => [date, name]));
  const has = new Map(after.map(({ date, name }) => [date, name]));
  const added = after.filter(({ date }) => !had.has(date)).length;
  const removed = before.filter(({ date }) => !has.has(date)).length;
  const renamed = after.filter(({ date, name }) => had.has(date) && had.get(date) !== name).length;
  const counts = [
    [added, "added"],
    [removed, "removed"],
    [renamed, "renamed"],
  ] as const;
  const parts = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return `Changes the days of the calendar ${who}: ${parts.join(", ") || "another order"}.`;
}

const sentences: Sentences = {
  schedule: {
    zone: ({ before, after }) =>
      `Changes the time zone of the schedule from ${before} to ${after}.`,
  },
  tier: {
    name: ({ before, after }) => `Renames the tier “${before}” to “${after}”.`,
    cover: ({ who, before, after }) =>
      `Somebody must be on call in the tier ${who} ${coverName(after)}; before: ${coverName(before)}.`,
  },
  layer: {
    name: ({ before, after }) => `Renames the layer “${before}” to “${after}”.`,
    priority: ({ who, before, after }) =>
      `Changes the priority of the layer ${who} from ${before} to ${after}.`,
    zone: ({ who, before, after }) =>
      `Changes the time zone of the layer ${who} from ${zoneName(before)} to ${zoneName(after)}.`,
    life: lifeSentence,
    step: ({ who, before, after }) =>
      `Hands ${who} over ${stepName(after)} instead of ${stepName(before)}.`,
    anchor: anchorSentence,
    weekdays: ({ who, after }) =>
      after === null || after.length === 0
        ? `Every day now counts in the rotation ${who}.`
        : `Only ${weekdayNames(after)} now count in the rotation ${who}.`,
    windows: ({ who, before, after }) =>
      `The layer ${who} is now on call ${windowNames(after)}; before: ${windowNames(before)}.`,
    windowsIn: ({ who, after }) =>
      after === "person"
        ? `The hours of the layer ${who} are now read in each person’s own time zone.`
        : `The hours of the layer ${who} are now read in one time zone for everybody.`,
    holidays: holidaysSentence,
  },
  turn: {
    people: ({ id, before, after, teller }) => {
      const layer = called("layer", teller.sheet.entities.turn.get(id)?.parent ?? "", teller);
      const [was, is] = [crewOf(before, teller.names), crewOf(after, teller.names)];
      return `Changes a turn of the rotation ${layer} from ${was} to ${is}.`;
    },
  },
  override: {
    when: whenSentence,
    target: ({ who, after, teller }) =>
      `The override ${who} now applies ${targetName(after, teller) || "to the whole schedule"}.`,
    exception: ({ before, after, teller: { names } }) => {
      const [was, is] = [exceptionName(before, names), exceptionName(after, names)];
      return was === is ? `Changes the override “${is}”.` : `Override: ${is}; before: ${was}.`;
    },
    reason: ({ who, after }) =>
      after === null
        ? `Takes away the reason of the override ${who}.`
        : `Gives the override ${who} the reason “${after}”.`,
  },
  calendar: {
    name: ({ before, after }) => `Renames the calendar “${before}” to “${after}”.`,
    days: daysSentence,
  },
  home: {
    zone: ({ who, before, after }) => `Reads the hours of ${who} in ${after} instead of ${before}.`,
  },
};

/** The sentence for changed fields; more than one field makes more than one sentence. */
export function describeSet<K extends EntityKind>(
  { entity, id, before, after }: SetOperations[K],
  teller: Teller,
): string {
  const who = called(entity, id, teller);
  const told: string[] = [];
  for (const field in after) {
    const [was, is] = [before[field], after[field]];
    if (was === undefined || is === undefined) continue;
    told.push(sentences[entity][field]({ who, id, before: was, after: is, teller }));
  }
  return told.join(" ");
}
