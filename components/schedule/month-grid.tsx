import { clsx } from "clsx";
import { personColour } from "@/lib/directory/colour";
import { formatDay, formatTime } from "@/lib/schedule/format";
import type { Gap, Instant, LocalDate, Shift } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { type LocalDay, localDays, WEEKDAY_NAMES } from "./local-days";
import { namesOf, type People, personNamed } from "./people";

/** A month as weeks and days; each day shows who is on call in one tier, and from when if it changes. */
export function MonthGrid({
  label,
  zone,
  from,
  until,
  now,
  shifts,
  gaps = [],
  people,
  holidays = [],
  dayHref,
}: {
  /** Names the table: "Payments, First line, May 2026". */
  readonly label: string;
  readonly zone: Zone;
  /** A month in whole local days, as timelineRange("month") gives it. */
  readonly from: Instant;
  readonly until: Instant;
  readonly now: Instant | null;
  /** Of one tier. */
  readonly shifts: readonly Shift[];
  readonly gaps?: readonly Gap[];
  readonly people: People;
  readonly holidays?: readonly LocalDate[];
  readonly dayHref?: (date: LocalDate) => string;
}) {
  const weeks = weeksOf(localDays(zone, from, until, holidays));
  return (
    <table className="w-full table-fixed border-collapse text-xs" aria-label={label}>
      <thead>
        <tr className="text-left text-muted">
          {([1, 2, 3, 4, 5, 6, 7] as const).map((weekday) => (
            <th key={weekday} scope="col" className="px-1.5 py-2 font-normal">
              {WEEKDAY_NAMES[weekday]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week.find((day) => day)?.number}>
            {week.map((day, index) =>
              day ? (
                <DayCell
                  key={day.number}
                  day={day}
                  zone={zone}
                  now={now}
                  people={people}
                  shifts={shifts.filter((s) => s.startsAt < day.endsAt && s.endsAt > day.startsAt)}
                  gap={gaps.some((gap) => gap.startsAt < day.endsAt && gap.endsAt > day.startsAt)}
                  href={dayHref?.(day.date)}
                />
              ) : (
                <td key={index} className="border border-line bg-surface" />
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DayCell({
  day,
  zone,
  now,
  shifts,
  gap,
  people,
  href,
}: {
  readonly day: LocalDay;
  readonly zone: Zone;
  readonly now: Instant | null;
  readonly shifts: readonly Shift[];
  readonly gap: boolean;
  readonly people: People;
  readonly href: string | undefined;
}) {
  const today = now !== null && day.startsAt <= now && now < day.endsAt;
  const number = (
    <span
      className={clsx(
        "tabular inline-flex size-6 items-center justify-center rounded-full",
        today ? "bg-accent font-strong text-on-accent" : "text-muted",
      )}
    >
      <span aria-hidden>{day.day}</span>
      <span className="sr-only">
        {formatDay(day.startsAt, zone)}
        {day.holiday && ", holiday"}
        {today && ", today"}
      </span>
    </span>
  );
  return (
    <td
      className={clsx(
        "h-24 border border-line p-1 align-top max-sm:h-18",
        day.holiday ? "bg-accent-soft" : day.weekend && "bg-surface",
      )}
    >
      {href ? (
        <a href={href} className="inline-block rounded-full hover:bg-hover">
          {number}
        </a>
      ) : (
        number
      )}
      <ul className="mt-0.5 grid gap-0.5">
        {shifts.map((shift) => (
          <DayShift
            key={`${shift.startsAt} ${shift.people.join()}`}
            shift={shift}
            day={day}
            zone={zone}
            people={people}
          />
        ))}
        {gap && <li className="rounded-sm bg-bad-soft px-1 font-strong text-bad">Gap</li>}
      </ul>
    </td>
  );
}

function DayShift({
  shift,
  day,
  zone,
  people,
}: {
  readonly shift: Shift;
  readonly day: LocalDay;
  readonly zone: Zone;
  readonly people: People;
}) {
  const [first] = shift.people;
  if (first === undefined) return null;
  return (
    <li
      data-person={personColour(first)}
      className="flex gap-1 overflow-hidden whitespace-nowrap rounded-sm bg-(--person-soft) px-1 text-text shadow-[inset_2px_0_0_var(--person)]"
    >
      {shift.startsAt > day.startsAt && (
        <span className="tabular max-sm:hidden">{formatTime(shift.startsAt, zone)}</span>
      )}
      <span className="truncate max-sm:sr-only">{namesOf(people, shift.people)}</span>
      <span aria-hidden className="sm:hidden">
        {shift.people.map((id) => personNamed(people, id).initials).join(" ")}
      </span>
    </li>
  );
}

/** Seven to a row, Monday first; null where the month has no day. */
function weeksOf(days: readonly LocalDay[]): (LocalDay | null)[][] {
  const blanks = (days[0]?.weekday ?? 1) - 1;
  const cells: (LocalDay | null)[] = [...Array.from({ length: blanks }, () => null), ...days];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}
