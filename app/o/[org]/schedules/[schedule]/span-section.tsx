import { CalendarOff } from "lucide-react";
import { ClockChangeNote } from "@/components/schedule/clock-change-note";
import { TimelineNav } from "@/components/schedule/timeline-nav";
import { EmptyState } from "@/components/ui/empty-state";
import { clockChanges } from "@/lib/schedule/changes";
import { zoneWithOffset } from "@/lib/schedule/format";
import { AtPanel } from "./at-panel";
import { EditButton } from "./edit-button";
import { KnownNote } from "./known-note";
import { hrefWith } from "./search";
import type { SpanProps } from "./span-props";
import { ListView, MonthView, TimelineView } from "./span-views";

/** A stretch of time of the schedule, as a timeline, a month or a list. */
export function SpanSection(props: SpanProps) {
  const { actor, search, data } = props;
  const { schedule, zone, today, range, span } = data;
  if (!schedule.head) {
    return (
      <EmptyState
        icon={CalendarOff}
        title="Nothing is published yet"
        action={
          schedule.may.edit &&
          schedule.drafts.length === 0 && <EditButton scheduleId={schedule.id} slug={actor.slug} />
        }
      >
        {schedule.drafts.length > 0
          ? "This schedule answers as soon as its draft above is reviewed and published."
          : "Begin a draft, put people into it, and publish it."}
      </EmptyState>
    );
  }
  return (
    <section aria-label="Roster">
      <TimelineNav
        range={range}
        today={today}
        zoneLabel={zoneWithOffset(range.from, zone)}
        href={(zoom, date) =>
          hrefWith(search, { zoom: search.view === "month" ? search.zoom : zoom, date })
        }
        zooms={search.view !== "month"}
      />
      {search.known !== undefined && <KnownNote {...props} known={search.known} />}
      {search.at !== undefined && <AtPanel {...props} at={search.at} />}
      {span.tiers.length === 0 ? (
        <p className="py-10 text-center text-muted">Nothing was published yet at this time.</p>
      ) : (
        <View {...props} />
      )}
      <ClockChangeNote changes={clockChanges(zone, range.from, range.until)} zone={zone} />
    </section>
  );
}

function View(props: SpanProps) {
  if (props.search.view === "month") return <MonthView {...props} />;
  if (props.search.view === "list") return <ListView {...props} />;
  return <TimelineView {...props} />;
}
