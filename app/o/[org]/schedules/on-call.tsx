import type { ReactNode } from "react";
import type { OnCallPerson, OnCallTier } from "@/components/schedule/on-call-row";
import { namesOf } from "@/components/schedule/people";
import { Time } from "@/components/ui/time";
import type { NowPerson } from "@/lib/roster/now";
import type { Holder, NowTier } from "@/lib/roster/now-answer";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";

type People = Readonly<Record<string, NowPerson>>;
type Reader = { readonly people: People; readonly zone: Zone; readonly now: Instant };

/** An instant as the reader's zone shows it, with the year when it is another one. */
export function Moment({ at, zone, now }: { at: Instant; zone: Zone; now: Instant }) {
  return <Time at={at}>{formatInstant(at, zone, now)}</Time>;
}

function until({ until: at, atLeast }: Omit<Holder, "person">, { zone, now }: Reader) {
  return (
    <>
      {atLeast ? "at least until " : "until "}
      <Moment at={at} zone={zone} now={now} />
    </>
  );
}

function toPerson(holder: Holder, reader: Reader): OnCallPerson {
  const person = reader.people[holder.person];
  return {
    id: holder.person,
    name: person?.name ?? "Somebody who left",
    until: until(holder, reader),
    ...(person?.phone && { phone: person.phone, sms: true }),
    ...(person?.email && { email: person.email }),
    ...(person?.hidden && { hidden: true }),
    ...(person?.deactivated && { deactivated: true }),
  };
}

function nextWords({ next, holders }: NowTier, { people, zone, now }: Reader) {
  if (!next) return null;
  const names = namesOf(people, next.people);
  if (holders.length > 0 && holders.every((holder) => holder.until === next.startsAt))
    return `then ${names}`;
  return (
    <>
      {names} from <Moment at={next.startsAt} zone={zone} now={now} />
    </>
  );
}

/** The tiers of a schedule at this moment, as the rows of Now show them, in the reader's zone. */
export function toOnCallTiers(
  tiers: readonly NowTier[],
  reader: Reader,
  why?: (tier: NowTier) => ReactNode,
): OnCallTier[] {
  return tiers.map((tier) => ({
    id: tier.id,
    name: tier.name,
    people: tier.holders.map((holder) => toPerson(holder, reader)),
    mustBeCovered: tier.mustBeCovered,
    next: nextWords(tier, reader),
    why: why?.(tier),
    ...(tier.holders.length === 0 && {
      until: tier.mustBeCovered ? `${tier.name} must be covered now.` : "Nobody needs to be now.",
    }),
  }));
}
