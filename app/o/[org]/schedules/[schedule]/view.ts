import { localDateOf, timelineRange } from "@/components/schedule/timeline-range";
import { findSchedule } from "@/lib/roster/schedule-queries";
import { historyOf, revisionFacts } from "@/lib/roster/schedule-queries-history";
import { spanOf } from "@/lib/roster/schedule-queries-span";
import type { Context } from "@/lib/tenancy/context";
import { zones } from "@/lib/zones/table";
import type { Search } from "./search";

/** Loads what one view of a schedule shows; null if the actor may not see it. */
export async function loadView(context: Context, scheduleId: string, search: Search) {
  const schedule = await findSchedule(context, scheduleId);
  if (!schedule) return null;
  const zone = zones(search.zone === "schedule" ? schedule.zone : context.actor.zone);
  const today = localDateOf(context.now, zone);
  const asked = search.date ?? (search.at === undefined ? today : localDateOf(search.at, zone));
  const range = timelineRange(search.view === "month" ? "month" : search.zoom, asked, zone);
  if (search.view === "history") {
    const history = await historyOf(context, scheduleId, zone, search.before);
    return { schedule, zone, today, range, history, span: null, facts: new Map() };
  }
  const span = await spanOf(
    context,
    scheduleId,
    range.from,
    range.until,
    search.view === "timeline",
    search.known,
  );
  const numbers = new Set(span.shifts.map(({ because }) => because.revision));
  const facts = await revisionFacts(context, scheduleId, [...numbers]);
  return { schedule, zone, today, range, history: null, span, facts };
}

export type LoadedView = NonNullable<Awaited<ReturnType<typeof loadView>>>;
export type SpanView = LoadedView & { readonly span: NonNullable<LoadedView["span"]> };
