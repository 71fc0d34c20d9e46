import { ArrowLeftRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { rowAtClass } from "@/components/ui/place";
import { personColour } from "@/lib/directory/colour";
import { formatSpan } from "@/lib/schedule/format";
import type { Gap, Interval } from "@/lib/schedule/types";
import { namesOf, personNamed } from "./people";
import type { TimelineContext } from "./timeline-context";
import { barTimes, spanWithLength } from "./timeline-labels";
import { type Bar, place } from "./timeline-model";
import type { TimelineOverride } from "./timeline-tier";

/** A shift as a button that opens its panel: who, when, how long, and why. */
export function ShiftBar({
  bar,
  kind,
  lane,
  context,
}: {
  readonly bar: Bar;
  readonly kind: "tier" | "layer";
  readonly lane: string;
  readonly context: TimelineContext;
}) {
  const { zone, from, until, people, now } = context;
  const [only] = bar.people;
  const single = bar.people.length === 1 && only !== undefined;
  const name = namesOf(people, bar.people);
  const short = single ? personNamed(people, only).initials : `${bar.people.length}`;
  const times = barTimes(bar, from, until, zone);
  return (
    <BarFrame
      span={bar}
      row={bar.row}
      kind={bar.override && kind === "tier" ? "override" : kind}
      person={single ? personColour(only) : undefined}
      id={`${context.id}-${lane}-${bar.startsAt}-${bar.row}`}
      label={`${name}, ${formatSpan(bar.startsAt, bar.endsAt, zone, now ?? undefined)}${bar.override ? ", by override" : ""}`}
      context={context}
      panel={<ShiftPanel bar={bar} name={name} context={context} />}
    >
      <span className="tl-label">
        <span className="tl-long">
          {bar.override && kind === "tier" && <ArrowLeftRight aria-hidden className="tl-mark" />}
          {name}
        </span>
        <span className="tl-mid">
          {single ? name.split(" ")[0] : `${bar.people.length} people`}
        </span>
        <span className="tl-short">{short}</span>
        {times.long && <span className="tl-times-long">{times.long}</span>}
        {times.short && <span className="tl-times-short">{times.short}</span>}
      </span>
    </BarFrame>
  );
}

/** What a shift's panel says. */
function ShiftPanel({
  bar,
  name,
  context,
}: {
  readonly bar: Bar;
  readonly name: string;
  readonly context: TimelineContext;
}) {
  const href = context.shiftHref?.(bar.shift);
  return (
    <>
      <p className="font-strong text-base">{name}</p>
      <p className="tabular text-muted">
        {spanWithLength(bar, context.zone, context.now ?? undefined)}
      </p>
      {context.why && <div className="border-line border-t pt-2">{context.why(bar.shift)}</div>}
      {(href || context.shiftActions) && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-1">
          {href && (
            <Link href={href} className="py-1 font-strong text-accent-text">
              More about this shift
            </Link>
          )}
          {context.shiftActions?.(bar.shift)}
        </div>
      )}
    </>
  );
}

/** Nobody on call where somebody must be. */
export function GapBar({
  gap,
  tier,
  context,
}: {
  readonly gap: Gap;
  readonly tier: string;
  readonly context: TimelineContext;
}) {
  const { zone, from, until, now } = context;
  const times = barTimes(gap, from, until, zone);
  return (
    <BarFrame
      span={gap}
      row={0}
      kind="gap"
      id={`${context.id}-gap-${gap.tier}-${gap.startsAt}`}
      label={`Gap: nobody is on call in ${tier}, ${formatSpan(gap.startsAt, gap.endsAt, zone, now ?? undefined)}`}
      context={context}
      panel={
        <>
          <p className="font-strong text-bad text-base">Nobody is on call</p>
          <p className="tabular text-muted">{spanWithLength(gap, zone, now ?? undefined)}</p>
          <p>{tier} must be covered then.</p>
          {context.gapActions?.(gap)}
        </>
      }
    >
      <span className="tl-label">
        <span className="tl-long">Nobody on call</span>
        <span className="tl-mid">Gap</span>
        <span className="tl-short">Gap</span>
        {times.long && <span className="tl-times-long">{times.long}</span>}
      </span>
    </BarFrame>
  );
}

/** A stated exception, on its own lane under the answer it changed. */
export function OverrideBar({
  span,
  row,
  context,
}: {
  readonly span: TimelineOverride;
  readonly row: number;
  readonly context: TimelineContext;
}) {
  const when = spanWithLength(span, context.zone, context.now ?? undefined);
  return (
    <BarFrame
      span={span}
      row={row}
      kind="exception"
      id={`${context.id}-override-${span.id}`}
      label={`Override: ${span.label}, ${when}`}
      context={context}
      panel={
        <>
          <p className="font-strong text-base">{span.label}</p>
          <p className="tabular text-muted">{when}</p>
        </>
      }
    >
      <span className="tl-label">
        <span className="tl-long">{span.label}</span>
        <span className="tl-mid">{span.label}</span>
        <span className="tl-short">
          <ArrowLeftRight aria-hidden className="tl-mark" />
        </span>
      </span>
    </BarFrame>
  );
}

/** The cell, the button and the panel that all bars share. The panel opens without script. */
function BarFrame({
  span,
  row,
  kind,
  person,
  id,
  label,
  panel,
  context: { from, until },
  children,
}: {
  readonly span: Interval;
  readonly row: number;
  readonly kind: "tier" | "layer" | "override" | "gap" | "exception";
  readonly person?: number | undefined;
  readonly id: string;
  readonly label: string;
  readonly panel: ReactNode;
  readonly context: TimelineContext;
  readonly children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see Timeline
    // biome-ignore lint/a11y/useFocusableInteractive: the button inside takes focus
    <div
      role="gridcell"
      className={`tl-cell ${rowAtClass(row)} ${place(span, from, until)}`}
      data-bar={kind}
      data-person={person}
      data-cut-start={span.startsAt <= from || undefined}
      data-cut-end={span.endsAt >= until || undefined}
    >
      {/* Arrow keys move its tabindex, perhaps before all of the timeline is hydrated. */}
      <button
        type="button"
        className="tl-bar"
        popoverTarget={id}
        aria-label={label}
        data-shift
        suppressHydrationWarning
      >
        {children}
      </button>
      <div popover="auto" id={id} className="panel tl-why">
        {panel}
      </div>
    </div>
  );
}
