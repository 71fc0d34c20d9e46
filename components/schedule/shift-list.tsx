import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { PersonChip } from "@/components/ui/person-chip";
import { Time } from "@/components/ui/time";
import { formatDay, formatTime } from "@/lib/schedule/format";
import type { Gap, Instant, Interval, LocalDate, Shift, TierId } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { localDays } from "./local-days";
import { type People, personNamed } from "./people";
import { shortInstant } from "./timeline-labels";

type Entry = Interval & { readonly tier: TierId; readonly shift: Shift | null };

/** Shifts and gaps by the local day on which they begin; what began earlier stands on the first day. */
export function ShiftList({
  zone,
  from,
  until,
  now,
  tiers,
  shifts,
  gaps = [],
  people,
  holidays = [],
  after,
}: {
  readonly zone: Zone;
  readonly from: Instant;
  readonly until: Instant;
  readonly now: Instant | null;
  readonly tiers: readonly { readonly id: TierId; readonly name: string }[];
  readonly shifts: readonly Shift[];
  readonly gaps?: readonly Gap[];
  readonly people: People;
  readonly holidays?: readonly LocalDate[];
  /** Behind each shift and each gap, such as a "Why?" link. */
  readonly after?: (entry: Interval & { readonly tier: TierId }) => ReactNode;
}) {
  const entries: Entry[] = [
    ...shifts.map((shift) => ({ ...shift, shift })),
    ...gaps.map((gap) => ({ ...gap, shift: null })),
  ].sort((a, b) => a.startsAt - b.startsAt);
  const tierName = (id: TierId) => tiers.find((tier) => tier.id === id)?.name ?? "";
  const days = localDays(zone, from, until, holidays)
    .map((day, index) => ({
      ...day,
      entries: entries.filter(
        ({ startsAt }) => startsAt < day.endsAt && (index === 0 || startsAt >= day.startsAt),
      ),
    }))
    .filter((day) => day.entries.length > 0);
  if (days.length === 0) return <p className="py-6 text-muted">Nobody is on call in this time.</p>;
  return (
    <div className="grid gap-6">
      {days.map((day) => (
        <section key={day.number} aria-label={formatDay(day.startsAt, zone)}>
          <h3 className="flex items-center gap-2 border-line border-b pb-1.5 font-strong text-sm">
            <Time at={day.startsAt}>{formatDay(day.startsAt, zone)}</Time>
            {now !== null && day.startsAt <= now && now < day.endsAt && (
              <Badge tone="accent">today</Badge>
            )}
            {day.holiday && <Badge>holiday</Badge>}
          </h3>
          <ul>
            {day.entries.map((entry) => (
              <li
                key={`${entry.tier} ${entry.startsAt} ${entry.shift?.people.join() ?? "gap"}`}
                className="grid grid-cols-[8.5rem_minmax(0,1fr)_auto] items-start gap-3 py-2 text-sm max-sm:grid-cols-[6.5rem_minmax(0,1fr)_auto]"
              >
                <Times entry={entry} zone={zone} />
                <div className="grid gap-1">
                  <Who entry={entry} people={people} />
                  {tiers.length > 1 && <p className="text-faint text-xs">{tierName(entry.tier)}</p>}
                </div>
                {after?.(entry)}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Times({ entry, zone }: { readonly entry: Entry; readonly zone: Zone }) {
  const sameDay = formatDay(entry.startsAt, zone) === formatDay(entry.endsAt, zone);
  return (
    <p className="tabular text-muted">
      <Time at={entry.startsAt}>{formatTime(entry.startsAt, zone)}</Time>
      {" – "}
      <span className="whitespace-nowrap">
        <Time at={entry.endsAt}>
          {sameDay ? formatTime(entry.endsAt, zone) : shortInstant(entry.endsAt, zone)}
        </Time>
      </span>
    </p>
  );
}

function Who({ entry, people }: { readonly entry: Entry; readonly people: People }) {
  if (!entry.shift) return <p className="font-strong text-bad">Nobody is on call</p>;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {entry.shift.people.map((id) => (
        <PersonChip key={id} person={personNamed(people, id)} />
      ))}
      {entry.shift.because.overrides.length > 0 && <Badge>override</Badge>}
    </p>
  );
}
