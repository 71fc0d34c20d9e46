import Link from "next/link";
import type { FoundSchedule } from "@/lib/roster/schedule-queries";
import type { Instant, PersonId, Shift } from "@/lib/schedule/types";
import { toLocal } from "@/lib/zones/local";

const MINUTE = 60_000;

/** The address of "cover me" or "swap" for what is left of a shift, in the schedule's zone. */
export function askHref(
  kind: "cover" | "swap",
  here: string,
  person: PersonId,
  shift: Pick<Shift, "startsAt" | "endsAt">,
  { zone, now }: { readonly zone: string; readonly now: Instant },
): string {
  const from = Math.max(shift.startsAt, Math.ceil(now / MINUTE) * MINUTE);
  const query = { person, from: toLocal(from, zone), until: toLocal(shift.endsAt, zone) };
  return `${here}/${kind}?${new URLSearchParams(query)}`;
}

/** What the viewer can do about a shift that is not over: their own, or anybody's if they may edit. */
export function ShiftActions({
  shift,
  schedule,
  here,
  now,
}: {
  readonly shift: Shift;
  readonly schedule: FoundSchedule;
  readonly here: string;
  readonly now: Instant;
}) {
  if (!schedule.may.cover || shift.endsAt <= now) return null;
  const own = schedule.me !== null && shift.people.includes(schedule.me);
  const person = own ? schedule.me : schedule.may.edit ? shift.people[0] : undefined;
  if (!person) return null;
  const when = { zone: schedule.zone, now };
  const look =
    "inline-flex items-center py-1 font-strong text-accent-text underline-offset-4 hover:underline max-md:min-h-11";
  return (
    <>
      <Link href={askHref("cover", here, person, shift, when)} className={look} prefetch={false}>
        {own ? "Ask for cover" : "Find cover"}
      </Link>
      <Link href={askHref("swap", here, person, shift, when)} className={look} prefetch={false}>
        Swap
      </Link>
    </>
  );
}
