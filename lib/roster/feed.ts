import { DAY } from "@/lib/schedule/calendar";
import { compile } from "@/lib/schedule/compile";
import type { PersonId, Revision, Shift } from "@/lib/schedule/types";
import { teamFilter } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { zones } from "@/lib/zones/table";
import { peopleIn } from "./draft-people";
import { explain } from "./explain";
import { type CalendarEvent, toCalendar } from "./ical";
import { ownPerson } from "./now";
import { revisionsOf } from "./published";
import { namesOf } from "./schedule-queries";
import { joinRevisions } from "./schedule-queries-span";
import { wholeShifts } from "./whole-shifts";

const BEFORE = 31 * DAY;
const AHEAD = 366 * DAY;
/** More than calendars take; a rotation by the hour has so many in half a year. */
const MOST = 5_000;

type Row = { readonly id: string; readonly name: string };
type Found = {
  readonly schedule: Row;
  readonly shift: Shift;
  readonly revisions: readonly Revision[];
};

/** The shifts from a month ago until a year ahead, whole. The span moves once a day, so that a calendar stays the same. */
function shiftsIn(revisions: readonly Revision[], today: number): Shift[] {
  return joinRevisions(wholeShifts(compile(revisions, zones), today - BEFORE, today + AHEAD));
}

async function shiftsOf(context: Context, schedules: readonly Row[]): Promise<Found[]> {
  const today = Math.floor(context.now / DAY) * DAY;
  const ids = schedules.map(({ id }) => id);
  const all = await revisionsOf(context, ids, today - BEFORE, today + AHEAD);
  return schedules.flatMap((schedule) => {
    const revisions = all.get(schedule.id) ?? [];
    if (revisions.length === 0) return [];
    return shiftsIn(revisions, today).map((shift) => ({ schedule, shift, revisions }));
  });
}

/** The same for the same shift, also when somebody else takes it or its end moves. */
function uidOf({ schedule, shift }: Found, seen: Map<string, number>, whose: string): string {
  const { layer, overrides } = shift.because;
  const uid = [schedule.id, shift.tier, layer ?? overrides[0], shift.startsAt, whose].join("/");
  const count = (seen.get(uid) ?? 0) + 1;
  seen.set(uid, count);
  return `${uid}${count > 1 ? `/${count}` : ""}@standby`;
}

function toEvents(
  { actor }: Context,
  found: readonly Found[],
  address: string,
  words: (one: Found, tier: string) => Pick<CalendarEvent, "summary" | "description">,
  whose: string,
): CalendarEvent[] {
  const seen = new Map<string, number>();
  const ordered = [...found].sort((a, b) => a.shift.startsAt - b.shift.startsAt).slice(0, MOST);
  return ordered.map((one) => {
    const { startsAt, endsAt, tier } = one.shift;
    const head = one.revisions.at(-1);
    const tiers = one.revisions.flatMap(({ definition }) => definition.tiers);
    return {
      uid: uidOf(one, seen, whose),
      sequence: head?.number ?? 0,
      changedAt: head?.from ?? 0,
      startsAt,
      endsAt,
      ...words(one, tiers.findLast(({ id }) => id === tier)?.name ?? ""),
      url: `${address}/o/${actor.slug}/schedules/${one.schedule.id}`,
    };
  });
}

/** Why a shift is somebody's, in the actor's zone. */
async function explainer(context: Context, found: readonly Found[]) {
  const all = [...new Set(found.flatMap(({ revisions }) => revisions))];
  const people = all.flatMap(({ definition }) => peopleIn({ ...definition, tiers: [] }));
  const known = await namesOf(context, people);
  const names = (id: PersonId): string => known[id]?.name ?? "Somebody who left";
  const zone = zones(context.actor.zone);
  return ({ shift, revisions }: Found): string =>
    explain(shift, { revisions, facts: undefined, names, zone, now: context.now });
}

const visible = ({ actor }: Context) => ({
  archivedAt: null,
  ...teamFilter(actor, "schedule.view"),
});

async function ownCalendar(context: Context, address: string): Promise<string> {
  const me: PersonId | null = await ownPerson(context);
  const select = { id: true, name: true };
  const rows = await context.db.schedule.findMany({ where: visible(context), select });
  const found = me === null ? [] : await shiftsOf(context, rows);
  const mine = found.filter(({ shift }) => me !== null && shift.people.includes(me));
  const why = await explainer(context, mine);
  const words = (one: Found, tier: string) => ({
    summary: `On call: ${one.schedule.name} (${tier})`,
    description: `${one.schedule.name}, ${tier}. ${context.actor.organisation}\n${why(one)}`,
  });
  const events = toEvents(context, mine, address, words, "mine");
  return toCalendar(`On call: ${context.actor.name}`, events);
}

async function scheduleCalendar(
  context: Context,
  id: string,
  address: string,
): Promise<string | null> {
  const where = { id, ...visible(context) };
  const schedule = await context.db.schedule.findFirst({ where, select: { id: true, name: true } });
  if (!schedule) return null;
  const found = await shiftsOf(context, [schedule]);
  const names = await namesOf(
    context,
    found.flatMap(({ shift }) => shift.people),
  );
  const why = await explainer(context, found);
  const words = (one: Found, tier: string) => {
    const people = one.shift.people.map((person) => names[person]?.name ?? "Somebody who left");
    const description = `${schedule.name}, ${tier}: ${people.join(", ")}\n${why(one)}`;
    return { summary: `${people.join(", ")} (${tier})`, description };
  };
  return toCalendar(schedule.name, toEvents(context, found, address, words, "all"));
}

/**
 * A calendar of RFC 5545: the actor's own shifts, or all of one schedule that they may see, with names and without
 * contacts. Null for a schedule that is archived or not theirs to see. `address` is where this Standby lives.
 */
export function calendarOf(
  context: Context,
  scheduleId: string | null,
  address: string,
): Promise<string | null> {
  return scheduleId === null
    ? ownCalendar(context, address)
    : scheduleCalendar(context, scheduleId, address);
}
