import { ChevronRight } from "lucide-react";
import Link from "next/link";

const counted = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

/** Teams with how many people and schedules each has. */
export function TeamList({
  teams,
  base,
}: {
  readonly teams: readonly {
    readonly id: string;
    readonly name: string;
    readonly people: number;
    readonly schedules: number;
  }[];
  readonly base: string;
}) {
  return (
    <ul className="border-line border-t">
      {teams.map(({ id, name, people, schedules }) => (
        <li key={id} className="border-line border-b">
          <Link
            href={`${base}/teams/${id}`}
            className="flex min-h-14 items-center gap-4 rounded-md hover:bg-hover md:px-3"
          >
            <span className="min-w-0 flex-1">
              <span className="block truncate font-strong">{name}</span>
              <span className="tabular block text-muted text-sm">
                {counted(people, "person", "people")}, {counted(schedules, "schedule", "schedules")}
              </span>
            </span>
            <ChevronRight aria-hidden className="size-4 text-faint" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
