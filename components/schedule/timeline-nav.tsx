import { ChevronLeft, ChevronRight } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { IconLink } from "@/components/ui/icon-button";
import { SegmentLinks } from "@/components/ui/tab-links";
import type { LocalDate } from "@/lib/schedule/types";
import { rangeTitle, type TimelineRange, ZOOMS, type Zoom } from "./timeline-range";

/** Where in time, how close, and the way there: all links, so each view has an address. */
export function TimelineNav({
  range,
  today,
  zoneLabel,
  href,
  zooms = true,
}: {
  readonly range: TimelineRange;
  readonly today: LocalDate;
  /** "Europe/Berlin (UTC+2)". */
  readonly zoneLabel: string;
  readonly href: (zoom: Zoom, date: LocalDate) => string;
  /** False where there is only one, such as a month's grid. */
  readonly zooms?: boolean;
}) {
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3" data-no-print>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="flex items-center">
          <IconLink label="Earlier" href={href(range.zoom, range.previous)} className="-ml-2.5">
            <ChevronLeft aria-hidden />
          </IconLink>
          <IconLink label="Later" href={href(range.zoom, range.next)}>
            <ChevronRight aria-hidden />
          </IconLink>
        </div>
        <div>
          <h2 className="tabular font-strong text-base leading-5">{rangeTitle(range)}</h2>
          <p className="text-faint text-xs">{zoneLabel}</p>
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <ButtonLink href={href(range.zoom, today)}>Today</ButtonLink>
        {zooms && (
          <SegmentLinks
            label="Zoom"
            tabs={ZOOMS.map(({ zoom, label }) => ({
              href: href(zoom, range.date <= today && today < range.next ? today : range.date),
              label,
              current: zoom === range.zoom,
            }))}
          />
        )}
      </div>
    </div>
  );
}
