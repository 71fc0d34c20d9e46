import { Avatar } from "@/components/ui/person-chip";
import { wide } from "@/components/ui/place";
import { personColour } from "@/lib/directory/colour";
import { formatDuration } from "@/lib/schedule/format";
import type { PersonId } from "@/lib/schedule/types";
import { type People, personNamed } from "./people";

export type HoursChange = {
  readonly person: PersonId;
  /** Milliseconds. */
  readonly before: number;
  readonly after: number;
};

/** People's hours before and after, as bars on one scale, the largest change first. */
export function PersonHours({
  changes,
  people,
}: {
  readonly changes: readonly HoursChange[];
  readonly people: People;
}) {
  const most = Math.max(1, ...changes.flatMap(({ before, after }) => [before, after]));
  const sorted = [...changes].sort(
    (a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before),
  );
  return (
    <ul className="grid gap-4">
      {sorted.map(({ person, before, after }) => {
        const named = personNamed(people, person);
        return (
          <li
            key={person}
            data-person={personColour(person)}
            className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3"
          >
            <Avatar person={named} />
            <div className="min-w-0">
              <p className="flex justify-between gap-3 text-sm">
                <span className="truncate font-strong">{named.name}</span>
                <span className="tabular shrink-0 text-muted">{difference(after - before)}</span>
              </p>
              <HoursBar name="Before" ms={before} most={most} />
              <HoursBar name="After" ms={after} most={most} strong />
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function HoursBar({
  name,
  ms,
  most,
  strong = false,
}: {
  readonly name: string;
  readonly ms: number;
  readonly most: number;
  readonly strong?: boolean;
}) {
  return (
    <p className="tabular mt-1 grid grid-cols-[3rem_minmax(0,1fr)_5.5rem] items-center gap-2 text-muted text-xs">
      <span>{name}</span>
      <span className="h-2 rounded-full bg-hover">
        <span
          className={`block h-full rounded-full ${wide(ms / most)} ${strong ? "bg-(--person)" : "bg-edge/60"}`}
        />
      </span>
      <span className="text-right">{formatDuration(ms)}</span>
    </p>
  );
}

function difference(ms: number): string {
  if (ms === 0) return "unchanged";
  return `${formatDuration(Math.abs(ms))} ${ms > 0 ? "more" : "less"}`;
}
