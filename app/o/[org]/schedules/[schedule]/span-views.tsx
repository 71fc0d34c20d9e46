import Link from "next/link";
import { MonthGrid } from "@/components/schedule/month-grid";
import { ShiftList } from "@/components/schedule/shift-list";
import { Timeline } from "@/components/schedule/timeline";
import { rangeTitle } from "@/components/schedule/timeline-range";
import { overrideWords } from "@/lib/roster/explain";
import { clockChanges } from "@/lib/schedule/changes";
import { zoneData } from "@/lib/zones/table";
import { EditButton } from "./edit-button";
import { hrefWith } from "./search";
import { ShiftActions } from "./shift-actions";
import { type SpanProps, shiftHref } from "./span-props";
import { whyOf } from "./why";

/** Days across, tiers and layers down. */
export function TimelineView(props: SpanProps) {
  const { data, now, base, actor, search } = props;
  // What is known no more must not be acted upon.
  const isPresent = search.known === undefined;
  const { schedule, zone, range, span } = data;
  const [rules] = zoneData([zone.name]);
  if (!rules) return null;
  const nameOf = (id: string) => span.names[id]?.name ?? "Somebody who left";
  return (
    <Timeline
      label={`Roster of ${schedule.name}, ${rangeTitle(range)}`}
      zone={rules}
      zoom={range.zoom}
      from={range.from}
      until={range.until}
      now={now}
      tiers={span.tiers}
      layers={span.layers}
      shifts={span.shifts}
      overrides={span.overrides.map(({ override, ...place }) => ({
        ...place,
        id: `${override.id}-${place.tier}`,
        label: overrideWords(override, nameOf),
      }))}
      gaps={span.gaps}
      people={span.names}
      clockChanges={clockChanges(zone, range.from, range.until)}
      holidays={span.holidays}
      why={(shift) => whyOf(shift, data, now)}
      shiftHref={(shift) => shiftHref(props, shift)}
      shiftActions={(shift) =>
        isPresent && (
          <ShiftActions
            shift={shift}
            schedule={schedule}
            here={`${base}/schedules/${schedule.id}`}
            now={now}
          />
        )
      }
      gapActions={({ endsAt }) =>
        isPresent &&
        schedule.may.edit &&
        endsAt > now && <EditButton scheduleId={schedule.id} slug={actor.slug} />
      }
    />
  );
}

/** A month, a grid per tier; each day leads to its timeline. */
export function MonthView({ data, now, search }: SpanProps) {
  const { schedule, zone, range, span } = data;
  return (
    <div className="grid gap-8">
      {span.tiers.map(({ id, name }) => (
        <section key={id} aria-label={name}>
          {span.tiers.length > 1 && <h3 className="mb-2 font-strong text-sm">{name}</h3>}
          <MonthGrid
            label={`${schedule.name}, ${name}, ${rangeTitle(range)}`}
            zone={zone}
            from={range.from}
            until={range.until}
            now={now}
            shifts={span.shifts.filter(({ tier }) => tier === id)}
            gaps={span.gaps.filter(({ tier }) => tier === id)}
            people={span.names}
            holidays={span.holidays}
            dayHref={(date) => hrefWith(search, { view: "timeline", zoom: "day", date })}
          />
        </section>
      ))}
    </div>
  );
}

/** Shifts and gaps one below the other. */
export function ListView(props: SpanProps) {
  const { data, now } = props;
  const { zone, range, span } = data;
  return (
    <div className="max-w-3xl">
      <ShiftList
        zone={zone}
        from={range.from}
        until={range.until}
        now={now}
        tiers={span.tiers}
        shifts={span.shifts}
        gaps={span.gaps}
        people={span.names}
        holidays={span.holidays}
        after={(entry) => (
          <Link
            href={shiftHref(props, entry)}
            className="inline-flex items-center rounded-sm py-1 font-strong text-accent-text underline-offset-4 hover:underline max-md:min-h-11 max-md:px-2"
            prefetch={false}
          >
            Why?
          </Link>
        )}
      />
    </div>
  );
}
