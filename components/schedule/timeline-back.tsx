import type { ClockChange } from "@/lib/schedule/changes";
import type { TimelineContext } from "./timeline-context";
import { place, placeAt } from "./timeline-model";

/** Behind and across the lanes: days, weekends, holidays, clock changes, and now. */
export function TimelineBack({
  from,
  until,
  now,
  days,
  changes,
}: TimelineContext & { readonly changes: readonly ClockChange[] }) {
  return (
    <>
      <div className="tl-back" aria-hidden>
        {days.map((day) => (
          <span
            key={day.number}
            className={`tl-day ${place(day, from, until)}`}
            data-weekend={day.weekend || undefined}
            data-holiday={day.holiday || undefined}
          />
        ))}
        {changes.map(({ at }) => (
          <span key={at} className={`tl-change ${placeAt(at, from, until)}`} />
        ))}
      </div>
      {now !== null && now >= from && now < until && (
        <div className="tl-back tl-front" aria-hidden>
          <span className={`tl-now ${placeAt(now, from, until)}`} data-now />
        </div>
      )}
    </>
  );
}
