import type { ReactNode } from "react";
import type { Gap, Instant, Shift } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import type { LocalDay } from "./local-days";
import type { People } from "./people";
import type { Zoom } from "./timeline-range";

/** What every part of one timeline shares. */
export type TimelineContext = {
  readonly id: string;
  readonly zone: Zone;
  readonly zoom: Zoom;
  readonly from: Instant;
  readonly until: Instant;
  readonly now: Instant | null;
  readonly people: People;
  readonly days: readonly LocalDay[];
  readonly why?: (shift: Shift) => ReactNode;
  readonly shiftHref?: (shift: Shift) => string | undefined;
  readonly shiftActions?: (shift: Shift) => ReactNode;
  readonly gapActions?: (gap: Gap) => ReactNode;
};
