import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { PersonChip } from "@/components/ui/person-chip";

const row = "flex min-h-12 items-center gap-3 rounded-md hover:bg-hover md:px-3";

/** A team's schedules as links. */
export function TeamSchedules({
  schedules,
  base,
}: {
  readonly schedules: readonly {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly headRevision: number;
  }[];
  readonly base: string;
}) {
  return (
    <Section title="Schedules">
      {schedules.length === 0 && <p className="text-muted">This team has no schedule yet.</p>}
      <ul className="border-line border-t empty:hidden">
        {schedules.map(({ id, name, description, headRevision }) => (
          <li key={id} className="border-line border-b">
            <Link href={`${base}/schedules/${id}`} className={row}>
              <span className="min-w-0 flex-1">
                <span className="font-strong">{name}</span>
                {description && (
                  <span className="block truncate text-muted text-sm">{description}</span>
                )}
              </span>
              {headRevision === 0 && <Badge>not published yet</Badge>}
              <ChevronRight aria-hidden className="size-4 text-faint" />
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** A team's people as links. */
export function TeamPeople({
  people,
  base,
}: {
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly base: string;
}) {
  return (
    <Section title="People">
      {people.length === 0 && (
        <p className="text-muted">
          Nobody is in this team yet. A person’s page says which teams they are in.
        </p>
      )}
      <ul className="grid border-line border-t empty:hidden sm:grid-cols-2 sm:gap-x-6">
        {people.map((person) => (
          <li key={person.id} className="border-line border-b">
            <Link href={`${base}/people/${person.id}`} className={row}>
              <PersonChip person={person} size="medium" />
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
