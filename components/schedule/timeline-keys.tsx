"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { DAY, MINUTE } from "@/lib/schedule/calendar";
import type { Instant, LayerId, TierId } from "@/lib/schedule/types";
import { toZone, type ZoneData } from "@/lib/schedule/zone";
import { nextShift, rove } from "./timeline-focus";
import type { Zoom } from "./timeline-range";

export type SelectedSpan = {
  readonly tier: TierId;
  /** Absent when the drag was on the tier's final lane. */
  readonly layer?: LayerId;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
};

type Props = {
  readonly zone: ZoneData;
  readonly zoom: Zoom;
  readonly from: Instant;
  readonly until: Instant;
  readonly onSelectSpan: ((span: SelectedSpan) => void) | undefined;
  readonly children: ReactNode;
};

const SNAP: Record<Zoom, number> = {
  day: 15 * MINUTE,
  week: 60 * MINUTE,
  "2weeks": 60 * MINUTE,
  month: DAY,
};

type Drag = {
  readonly track: HTMLElement;
  readonly x: number;
  readonly ghost: HTMLElement;
  moved: boolean;
};

/** The scrolling box of a timeline: arrow keys between shifts, dragging a span; what changes, or now, is in sight. */
export function TimelineKeys({ zone, zoom, from, until, onSelectSpan, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | null>(null);

  useEffect(() => {
    if (box.current) rove(box.current);
  });

  useEffect(() => {
    const mark =
      box.current?.querySelector(".tl-changed") ?? box.current?.querySelector("[data-now]");
    if (!box.current || !mark) return;
    const x = mark.getBoundingClientRect().left - box.current.getBoundingClientRect().left;
    if (x > box.current.clientWidth * 0.7) box.current.scrollLeft = x - box.current.clientWidth / 3;
  }, [from, until]);

  const instantAt = (track: HTMLElement, x: number): Instant => {
    const { left, width } = track.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (x - left) / width));
    const clock = toZone(zone);
    const wall = clock.toWall(from + share * (until - from));
    return clock.first(Math.round(wall / SNAP[zoom]) * SNAP[zoom]);
  };

  const spanOf = ({ track, x }: Drag, to: number) => ({
    startsAt: Math.max(from, instantAt(track, Math.min(x, to))),
    endsAt: Math.min(until, instantAt(track, Math.max(x, to))),
  });

  const start = (event: React.PointerEvent) => {
    if (!onSelectSpan || event.button !== 0 || event.pointerType === "touch") return;
    if (!(event.target instanceof Element) || event.target.closest("[popover]")) return;
    const track = event.target.closest<HTMLElement>("[data-track]");
    if (!track) return;
    const ghost = document.createElement("span");
    ghost.className = "tl-drag";
    drag.current = { track, x: event.clientX, ghost, moved: false };
  };

  const move = (event: React.PointerEvent) => {
    const held = drag.current;
    if (!held || (!held.moved && Math.abs(event.clientX - held.x) < 5)) return;
    if (!held.moved) {
      held.moved = true;
      held.track.append(held.ghost);
      box.current?.setPointerCapture(event.pointerId);
    }
    const span = spanOf(held, event.clientX);
    held.ghost.style.left = `${(100 * (span.startsAt - from)) / (until - from)}%`;
    held.ghost.style.width = `${(100 * (span.endsAt - span.startsAt)) / (until - from)}%`;
  };

  const drop = (event: React.PointerEvent, keep: boolean) => {
    const held = drag.current;
    drag.current = null;
    held?.ghost.remove();
    if (!held?.moved || !keep) return;
    const span = spanOf(held, event.clientX);
    const { tier, layer } = held.track.dataset;
    if (tier && span.startsAt < span.endsAt) {
      onSelectSpan?.({ tier, ...(layer && { layer }), ...span });
    }
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the shifts inside
    <div
      ref={box}
      className="tl"
      data-zoom={zoom}
      data-drag={onSelectSpan ? "" : undefined}
      onKeyDown={(event) => {
        const target = box.current && nextShift(box.current, event.target, event.key);
        if (!target) return;
        event.preventDefault();
        target.focus();
        target.scrollIntoView({ block: "nearest", inline: "nearest" });
      }}
      onFocus={(event) => {
        if (box.current) rove(box.current, event.target);
      }}
      onPointerDown={start}
      onPointerMove={move}
      onPointerUp={(event) => drop(event, true)}
      onPointerCancel={(event) => drop(event, false)}
    >
      {children}
    </div>
  );
}
