import { CalendarCheck } from "lucide-react";
import Link from "next/link";
import { localDays } from "@/components/schedule/local-days";
import { WhyDetails } from "@/components/schedule/why-details";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import { formatDay, formatDuration, formatInstant, formatTime } from "@/lib/schedule/format";
import type { Instant, Interval } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";

type OwnShift = {
  readonly schedule: { readonly id: string; readonly name: string };
  readonly tier: string;
  readonly shift: Interval;
  readonly why: string;
};

/** The viewer's shifts by the local day on which they begin; one that has begun stands on today. */
export function MyShifts({
  shifts,
  base,
  zone,
  now,
  until,
}: {
  readonly shifts: readonly OwnShift[];
  readonly base: string;
  readonly zone: Zone;
  readonly now: Instant;
  readonly until: Instant;
}) {
  if (shifts.length === 0) {
    return (
      <EmptyState icon={CalendarCheck} title="You are not on call">
        No published schedule has you on call until {formatInstant(until, zone, now)}.
      </EmptyState>
    );
  }
  const days = localDays(zone, now, until)
    .map((day, index) => ({
      ...day,
      shifts: shifts.filter(
        ({ shift }) =>
          shift.startsAt < day.endsAt && (index === 0 || shift.startsAt >= day.startsAt),
      ),
    }))
    .filter((day) => day.shifts.length > 0);
  return (
    <div className="grid gap-5">
      {days.map((day) => (
        <section key={day.number} aria-label={formatDay(day.startsAt, zone)}>
          <h3 className="flex items-center gap-2 border-line border-b pb-1.5 font-strong text-sm">
            <Time at={day.startsAt}>{formatDay(day.startsAt, zone)}</Time>
            {day.startsAt <= now && <Badge tone="accent">today</Badge>}
          </h3>
          <ul>
            {day.shifts.map(({ schedule, tier, shift, why }) => (
              <li
                key={`${schedule.id} ${tier} ${shift.startsAt}`}
                className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 py-2"
              >
                <div className="min-w-0">
                  <Link
                    href={`${base}/schedules/${schedule.id}`}
                    className="inline-flex min-h-8 items-center font-strong max-md:min-h-11 hover:underline"
                  >
                    {schedule.name}
                  </Link>
                  <p className="text-muted text-sm">{tier}</p>
                </div>
                <Span shift={shift} zone={zone} now={now} />
                <div className="col-span-2">
                  <WhyDetails
                    about={`you are on call, ${tier} of ${schedule.name}, from ${formatInstant(shift.startsAt, zone, now)}`}
                    reasons={[why]}
                  />
                </div>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Span({
  shift: { startsAt, endsAt },
  zone,
  now,
}: {
  readonly shift: Interval;
  readonly zone: Zone;
  readonly now: Instant;
}) {
  const sameDay =
    formatDay(startsAt, zone) === formatDay(endsAt, zone) && endsAt - startsAt < 86_400_000;
  const end = sameDay ? formatTime(endsAt, zone) : formatInstant(endsAt, zone, now);
  const begun = startsAt <= now;
  return (
    <p className="tabular text-right text-sm">
      {begun ? (
        <>
          on call until <Time at={endsAt}>{end}</Time>
        </>
      ) : (
        <>
          <Time at={startsAt}>{formatTime(startsAt, zone)}</Time> – <Time at={endsAt}>{end}</Time>
        </>
      )}
      <span className="block text-muted">
        {formatDuration(endsAt - (begun ? now : startsAt))}
        {begun && " left"}
      </span>
    </p>
  );
}
