import { Clock } from "lucide-react";
import { formatWallTime } from "@/lib/schedule/calendar";
import type { ClockChange } from "@/lib/schedule/changes";
import { formatDay, formatDuration } from "@/lib/schedule/format";
import type { Zone } from "@/lib/schedule/zone";

/** "Clocks go forward 1 h on Sun 29 Mar at 02:00." Nothing when they do not change. */
export function ClockChangeNote({
  changes,
  zone,
}: {
  readonly changes: readonly ClockChange[];
  readonly zone: Zone;
}) {
  if (changes.length === 0) return null;
  return (
    <div className="mt-3 grid gap-1 text-sm text-warn">
      {changes.map((change) => (
        <p key={change.at} className="flex items-start gap-2">
          <Clock aria-hidden className="mt-0.5 size-4 shrink-0" />
          Clocks go {change.shiftMs > 0 ? "forward" : "back"}{" "}
          {formatDuration(Math.abs(change.shiftMs))} on {formatDay(change.at - 1, zone)} at{" "}
          {oldReading(change, zone)}. Handoffs keep their time of day.
        </p>
      ))}
    </div>
  );
}

/** What the old clock would have shown at the change: "02:00" when it goes on to 03:00. */
function oldReading({ at, shiftMs }: ClockChange, zone: Zone): string {
  return formatWallTime(zone.toWall(at) - shiftMs);
}
