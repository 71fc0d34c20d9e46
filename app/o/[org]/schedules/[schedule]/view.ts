import { localDateOf, timelineRange } from "@/components/schedule/timeline-range";
import { findSchedule } from "@/lib/roster/schedule-queries";
import { historyOf, revisionFacts, versionsAt } from "@/lib/roster/schedule-queries-history";
import { spanOf } from "@/lib/roster/schedule-queries-span";
import type { Context } from "@/lib/tenancy/context";
import { zones } from "@/lib/zones/table";
import { readMoments } from "./moments";
import type { Asked, Search } from "./search";

/** Loads what one view of a schedule shows; null if the actor may not see it. */
export async function loadView(context: Context, scheduleId: string, asked: Asked) {
  const schedule = await findSchedule(context, scheduleId);
  if (!schedule) return null;
  const zone = zones(asked.zone === "schedule" ? schedule.zone : context.actor.zone);
  const moments = readMoments(asked, zone, context.now);
  const { at, known } = moments;
  const search: Search = { ...asked, at, known };
  const today = localDateOf(context.now, zone);
  const day = search.date ?? localDateOf(at ?? known ?? context.now, zone);
  const range = timelineRange(search.view === "month" ? "month" : search.zoom, day, zone);
  const common = { schedule, zone, moments, search, today, range };
  if (search.view === "history") {
    const history = await historyOf(context, scheduleId, zone, search.before);
    return { ...common, history, span: null, facts: new Map(), versions: null };
  }
  const span = await spanOf(
    context,
    scheduleId,
    range.from,
    range.until,
    search.view === "timeline",
    known,
  );
  const numbers = new Set(span.shifts.map(({ because }) => because.revision));
  const facts = await revisionFacts(context, scheduleId, [...numbers]);
  const versions =
    (at ?? known) === undefined
      ? null
      : await versionsAt(context, scheduleId, known ?? context.now);
  return { ...common, history: null, span, facts, versions };
}

export type LoadedView = NonNullable<Awaited<ReturnType<typeof loadView>>>;
export type SpanView = LoadedView & { readonly span: NonNullable<LoadedView["span"]> };
