import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Avatar } from "@/components/ui/person-chip";
import { Time } from "@/components/ui/time";
import { formatTime } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zones } from "@/lib/schedule/zone";
import { ContactIcons, type Contacts, type Hidden, NoContact } from "./contact-links";
import { zoneLabel } from "./zone-label";

export type ListedPerson = Contacts & {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  /** Since when the organisation's provider says that they are gone. */
  readonly deactivatedAt: Date | null;
  readonly teams: readonly { readonly id: string; readonly name: string }[];
};

/** People by name, each with their own time of day and the ways to reach them. */
export function PersonList({
  people,
  base,
  now,
  zones,
  hidden,
}: Hidden & {
  readonly people: readonly ListedPerson[];
  readonly base: string;
  readonly now: Instant;
  readonly zones: Zones;
}) {
  return (
    <ul className="border-line border-t">
      {people.map((person) => (
        <li
          key={person.id}
          className="grid min-h-16 grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 border-line border-b py-2 md:grid-cols-[auto_minmax(0,1.2fr)_minmax(0,1fr)_9rem_14rem]"
        >
          <Avatar person={person} />
          <div className="min-w-0 md:flex md:flex-wrap md:items-center md:gap-x-3">
            <Link
              href={`${base}/people/${person.id}`}
              className="inline-flex min-h-8 max-w-full items-center rounded-sm font-strong hover:underline"
            >
              <span className="truncate">{person.name}</span>
            </Link>
            <p className="flex flex-wrap items-center gap-x-2 text-muted text-sm md:hidden">
              <LocalTime person={person} now={now} zones={zones} />
              {person.teams.length > 0 && <span>{teamNames(person)}</span>}
            </p>
            {person.deactivatedAt && <Badge tone="bad">deactivated</Badge>}
            {!person.phone && !person.email && <NoContact hidden={hidden} />}
          </div>
          <p className="truncate text-muted text-sm max-md:hidden">{teamNames(person)}</p>
          <p className="text-muted text-sm max-md:hidden">
            <LocalTime person={person} now={now} zones={zones} />
          </p>
          <div className="flex justify-end">
            <ContactIcons name={person.name} phone={person.phone} email={person.email} />
          </div>
        </li>
      ))}
    </ul>
  );
}

const teamNames = ({ teams }: ListedPerson): string => teams.map(({ name }) => name).join(", ");

function LocalTime({
  person,
  now,
  zones,
}: {
  readonly person: ListedPerson;
  readonly now: Instant;
  readonly zones: Zones;
}) {
  return (
    <span title={zoneLabel(person.zone)}>
      <Time at={now}>{formatTime(now, zones(person.zone))}</Time>
      <span className="text-faint"> {zoneLabel(person.zone).split("/").at(-1)}</span>
    </span>
  );
}
