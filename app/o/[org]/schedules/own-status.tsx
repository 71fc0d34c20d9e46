import { MyStatus } from "@/components/schedule/my-status";
import type { OwnTime } from "@/lib/roster/now";
import { formatDuration } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { Moment } from "./on-call";

/** What matters to the viewer: on call until when, or when next. Nothing for everybody else. */
export function OwnStatus({
  mine,
  base,
  zone,
  now,
}: {
  readonly mine: readonly OwnTime[];
  readonly base: string;
  readonly zone: Zone;
  readonly now: Instant;
}) {
  const held = mine.filter(({ startsAt }) => startsAt <= now);
  const shown = held.length > 0 ? held : mine.slice(0, 1);
  if (shown.length === 0) return null;
  return (
    <div className="mb-6 grid gap-2">
      {shown.map(({ schedule, startsAt, endsAt, atLeast }) => (
        <MyStatus
          key={schedule.id}
          href={`${base}/schedules/${schedule.id}`}
          detail={schedule.name}
        >
          {startsAt <= now ? (
            <>
              You are on call {atLeast && "at least "}until{" "}
              <Moment at={endsAt} zone={zone} now={now} />
            </>
          ) : (
            <>
              You are on call next from <Moment at={startsAt} zone={zone} now={now} /> (in{" "}
              {inWords(startsAt - now)})
            </>
          )}
        </MyStatus>
      ))}
    </div>
  );
}

/** "3 d", "5 h", "20 min": only the largest unit. */
function inWords(ms: number): string {
  return formatDuration(ms).split(" ").slice(0, 2).join(" ");
}
