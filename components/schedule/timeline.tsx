import { type ReactNode, useId } from "react";
import { leastWidthClass } from "@/components/ui/place";
import type { ClockChange } from "@/lib/schedule/changes";
import type { Gap, Instant, Interval, LocalDate, Shift, TierId } from "@/lib/schedule/types";
import { toZone, type ZoneData } from "@/lib/schedule/zone";
import { localDays } from "./local-days";
import type { People } from "./people";
import { TimelineAxis } from "./timeline-axis";
import { TimelineBack } from "./timeline-back";
import type { TimelineContext } from "./timeline-context";
import { type SelectedSpan, TimelineKeys } from "./timeline-keys";
import { type TimelineLayer, trackWidth } from "./timeline-model";
import type { Zoom } from "./timeline-range";
import { type TimelineOverride, TimelineTier } from "./timeline-tier";

export type TimelineProps = {
  /** Names the grid: "Roster of Payments, 4 – 10 May". */
  readonly label: string;
  readonly zone: ZoneData;
  readonly zoom: Zoom;
  /** Whole local days, as timelineRange gives them. */
  readonly from: Instant;
  readonly until: Instant;
  /** Null leaves the line out. */
  readonly now: Instant | null;
  readonly tiers: readonly { readonly id: TierId; readonly name: string }[];
  readonly layers: readonly TimelineLayer[];
  /** The final answer, as Roster.resolve gives it. */
  readonly shifts: readonly Shift[];
  readonly overrides?: readonly TimelineOverride[];
  readonly gaps?: readonly Gap[];
  readonly people: People;
  readonly clockChanges?: readonly ClockChange[];
  readonly holidays?: readonly LocalDate[];
  /** For reviews: where the answer differs. All else is faded. */
  readonly changed?: readonly { readonly tier: TierId; readonly intervals: readonly Interval[] }[];
  /** Only the final answer, without layers and overrides. */
  readonly compact?: boolean;
  /** The sentence that says why: "Layer Weekdays, turn 2; approved by …". */
  readonly why?: (shift: Shift) => ReactNode;
  readonly shiftHref?: (shift: Shift) => string | undefined;
  /** More in a shift's panel, such as an "Override…" link: what dragging does, without dragging. */
  readonly shiftActions?: (shift: Shift) => ReactNode;
  /** What can be done about a gap. */
  readonly gapActions?: (gap: Gap) => ReactNode;
  /** Only from a client component: called with a span dragged over a lane, snapped to the grid. */
  readonly onSelectSpan?: (span: SelectedSpan) => void;
};

const LEAST_WIDTH: Record<Zoom, number> = { day: 620, week: 680, "2weeks": 860, month: 960 };

/**
 * Days across, tiers and layers down; in each tier the final answer on top and strongest. The markup is
 * complete without script; script adds arrow keys between shifts and dragging. All times are in `zone`.
 */
export function Timeline(props: TimelineProps) {
  const zone = toZone(props.zone);
  const context: TimelineContext = {
    ...props,
    zone,
    id: useId(),
    days: localDays(zone, props.from, props.until, props.holidays),
  };
  const everything = [...props.shifts, ...props.layers.flatMap((layer) => layer.shifts ?? [])];
  const width = trackWidth(everything, props.from, props.until, LEAST_WIDTH[props.zoom]);
  return (
    <TimelineKeys
      zone={props.zone}
      zoom={props.zoom}
      from={props.from}
      until={props.until}
      onSelectSpan={props.onSelectSpan}
    >
      <div className={`tl-canvas ${leastWidthClass(width)}`}>
        <TimelineAxis {...context} changes={props.clockChanges ?? []} />
        <div className="tl-body">
          <TimelineBack {...context} changes={props.clockChanges ?? []} />
          {/* biome-ignore lint/a11y/useSemanticElements: bars overlap in time, a table cannot hold them */}
          <div role="grid" aria-label={props.label} aria-readonly className="tl-grid">
            {props.tiers.map((tier, index) => (
              <TimelineTier
                key={tier.id}
                context={context}
                tier={tier}
                first={index === 0}
                compact={props.compact ?? false}
                layers={props.layers.filter((layer) => layer.tier === tier.id)}
                shifts={props.shifts.filter((shift) => shift.tier === tier.id)}
                gaps={(props.gaps ?? []).filter((gap) => gap.tier === tier.id)}
                overrides={(props.overrides ?? []).filter(
                  (span) => (span.tier ?? props.tiers[0]?.id) === tier.id,
                )}
                changed={props.changed?.find((entry) => entry.tier === tier.id)?.intervals}
                faded={props.changed !== undefined}
              />
            ))}
          </div>
        </div>
      </div>
    </TimelineKeys>
  );
}
