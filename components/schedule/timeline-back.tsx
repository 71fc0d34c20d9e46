import type { ClockChange } from "@/lib/schedule/changes";
import type { TimelineContext } from "./timeline-context";
import { place } from "./timeline-model";

/** Behind and across the lanes: days, weekends, holidays, clock changes, and now. */
export function TimelineBack({
  from,
  until,
  now,
  days,
  changes,
}: TimelineContext & { readonly changes: readonly ClockChange[] }) {
  const leftOf = (at: number) => ({ left: place({ startsAt: at, endsAt: at }, from, until).left });
  return (
    <>
      <div className="tl-back" aria-hidden>
        {days.map((day) => (
          <span
            key={day.number}
            className="tl-day"
            data-weekend={day.weekend || undefined}
            data-holiday={day.holiday || undefined}
            style={place(day, from, until)}
          />
        ))}
        {changes.map(({ at }) => (
          <span key={at} className="tl-change" style={leftOf(at)} />
        ))}
      </div>
      {now !== null && now >= from && now < until && (
        <div className="tl-back tl-front" aria-hidden>
          <span className="tl-now" data-now style={leftOf(now)} />
        </div>
      )}
    </>
  );
}
