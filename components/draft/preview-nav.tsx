"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import {
  rangeTitle,
  type TimelineRange,
  ZOOMS,
  type Zoom,
} from "@/components/schedule/timeline-range";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import type { LocalDate } from "@/lib/schedule/types";
import { Segments } from "./segments";

export type View = "after" | "before" | "both";

const VIEWS = [
  { value: "before", label: "Before" },
  { value: "after", label: "After" },
  { value: "both", label: "Both" },
] as const;
const ZOOM_CHOICES = ZOOMS.map(({ zoom, label }) => ({ value: zoom, label }));

/** Where in time and how close the preview looks, and which side of the change it shows. */
export function PreviewNav({
  range,
  today,
  zoneLabel,
  view,
  onView,
  onGo,
}: {
  readonly range: TimelineRange;
  readonly today: LocalDate;
  readonly zoneLabel: string;
  readonly view: View;
  /** Null when nothing is published that could be shown. */
  readonly onView: ((view: View) => void) | null;
  readonly onGo: (zoom: Zoom, date: LocalDate) => void;
}) {
  const inside = range.date <= today && today < range.next;
  return (
    <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <div className="flex items-center gap-x-2">
        <IconButton
          label="Earlier"
          className="-ml-2.5"
          onClick={() => onGo(range.zoom, range.previous)}
        >
          <ChevronLeft aria-hidden />
        </IconButton>
        <IconButton label="Later" className="-ml-2" onClick={() => onGo(range.zoom, range.next)}>
          <ChevronRight aria-hidden />
        </IconButton>
        <div aria-live="polite">
          <h2 className="tabular font-strong text-base leading-5">{rangeTitle(range)}</h2>
          <p className="text-faint text-xs">{zoneLabel}</p>
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {onView && <Segments label="Which side" choices={VIEWS} value={view} onChoose={onView} />}
        <Button
          size="small"
          className="max-md:min-h-11"
          disabled={inside}
          onClick={() => onGo(range.zoom, today)}
        >
          Today
        </Button>
        <Segments
          label="Zoom"
          choices={ZOOM_CHOICES}
          value={range.zoom}
          onChoose={(zoom) => onGo(zoom, inside ? today : range.date)}
        />
      </div>
    </div>
  );
}
