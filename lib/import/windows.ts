import type { Weekday, Window } from "@/lib/schedule/types";
import { DAY, MINUTE, toTime, WEEK } from "./time";

/**
 * A span that begins at `startMs` after midnight on `days` and lasts `lengthMs` of wall-clock
 * time.
 */
export type Span = {
  readonly days: readonly Weekday[];
  readonly startMs: number;
  readonly lengthMs: number;
};

export const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

/**
 * The windows that cover the same time, seconds widened to whole minutes, equal times on several
 * days as one. `always` when a span covers the whole week by itself. `exact` is false when minutes
 * had to be widened.
 */
export function toWindows(spans: readonly Span[]): {
  readonly windows: readonly Window[];
  readonly always: boolean;
  readonly exact: boolean;
} {
  const exact = spans.every(
    (span) => span.startMs % MINUTE === 0 && (span.startMs + span.lengthMs) % MINUTE === 0,
  );
  const windows = spans.map(toWindow);
  const always = spans.length === 0 || windows.some((window) => window === "always");
  return {
    windows: always ? [] : joinDays(windows.filter((window) => window !== "always")),
    always,
    exact,
  };
}

function toWindow(span: Span): Window | "always" {
  const start = Math.floor(span.startMs / MINUTE) * MINUTE;
  const end = Math.ceil((span.startMs + span.lengthMs) / MINUTE) * MINUTE;
  const length = end - start;
  if (length >= WEEK || (length >= DAY && span.days.length === 7)) return "always";
  return {
    days: span.days,
    start: toTime(start),
    end: toTime(end),
    endsAfterDays: Math.floor(end / DAY),
  };
}

function joinDays(windows: readonly Window[]): readonly Window[] {
  const byTimes = new Map<string, Window>();
  for (const window of windows) {
    const key = `${window.start} ${window.end} ${window.endsAfterDays}`;
    const days = new Set([...(byTimes.get(key)?.days ?? []), ...window.days]);
    byTimes.set(key, { ...window, days: [...days].sort((a, b) => a - b) });
  }
  return [...byTimes.values()];
}

/** When a tier must be covered: whenever one of its layers works. */
export function toCover(
  layers: readonly { readonly windows: readonly Window[]; readonly zone?: string }[],
): "always" | readonly Window[] {
  const open = layers.length === 0;
  // A layer's own zone moves its windows against the tier's, which are read in the schedule's zone.
  if (open || layers.some((layer) => layer.windows.length === 0 || layer.zone !== undefined))
    return "always";
  return joinDays(layers.flatMap((layer) => layer.windows));
}
