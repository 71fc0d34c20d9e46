import * as z from "zod";
import { type FoundSchedule, findSchedule } from "@/lib/roster/schedule-queries";
import { availability, crewOf, nextOwn, shiftsAhead } from "@/lib/roster/schedule-queries-cover";
import { wholeTurn } from "@/lib/schedule/follow";
import type { Interval } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { fromLocal, toLocal } from "@/lib/zones/local";
import { localDateTime } from "@/lib/zones/local-schema";
import { zones } from "@/lib/zones/table";

export const paramsSchema = z.object({ schedule: rowIdSchema });

/** Whose time, and from when until when in the schedule's zone; what does not parse is asked for. */
export const askSearchSchema = z.object({
  person: rowIdSchema.optional().catch(undefined),
  from: localDateTime.optional().catch(undefined),
  until: localDateTime.optional().catch(undefined),
  /** Present: show the fields of the first step. */
  change: z.string().max(10).optional().catch(undefined),
});

export type AskSearch = z.output<typeof askSearchSchema>;

function spanOf({ from, until }: AskSearch, zone: string): Interval | null {
  if (!from || !until) return null;
  try {
    return { startsAt: fromLocal(from, zone), endsAt: fromLocal(until, zone, "last") };
  } catch {
    return null; // 30 February
  }
}

/** The crew that the actor may ask for, and the one whose time it is. */
async function askersOf(context: Context, schedule: FoundSchedule, asked: string | undefined) {
  const all = await crewOf(context, schedule);
  const crew = schedule.may.edit ? all : all.filter(({ id }) => id === schedule.me);
  return { crew, person: crew.find(({ id }) => id === (asked ?? schedule.me)) };
}

/** What "cover me" and "swap" begin with; null if the actor may not. */
export async function loadAsk(context: Context, scheduleId: string, search: AskSearch) {
  const schedule = await findSchedule(context, scheduleId);
  if (!schedule?.may.cover) return null;
  const { zone } = schedule;
  const { crew, person } = await askersOf(context, schedule, search.person);
  const shifts = await shiftsAhead(context, schedule);
  const asked = spanOf(search, zone);
  const span = asked ?? nextOwn(shifts, person?.id ?? null, context.now);
  const ready = span && span.startsAt < span.endsAt && span.endsAt > context.now ? span : null;
  return {
    schedule,
    crew,
    person,
    shifts,
    /** What is wrong with the span that was asked for. */
    wrong: asked && !ready ? "Choose an end after the start, in time to come." : undefined,
    /** It is a whole turn: what is asked for moves with it. */
    whole:
      ready !== null &&
      person !== undefined &&
      schedule.head !== null &&
      wholeTurn(schedule.head.definition, ready, [person.id], zones) !== null,
    /** Settled: the second step can follow. */
    span: person && search.change === undefined ? ready : null,
    fields: span
      ? { from: toLocal(span.startsAt, zone), until: toLocal(span.endsAt, zone) }
      : { from: search.from ?? "", until: search.until ?? "" },
    others: ready ? await availability(context, schedule, ready) : [],
  };
}

export type LoadedAsk = NonNullable<Awaited<ReturnType<typeof loadAsk>>>;
