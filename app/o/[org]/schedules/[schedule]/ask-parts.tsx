import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { SelectField, TextField } from "@/components/ui/field";
import { FormMessage } from "@/components/ui/form-message";
import { PersonChip } from "@/components/ui/person-chip";
import type { Availability } from "@/lib/roster/schedule-queries-cover";
import { formatDuration, formatSpan, zoneWithOffset } from "@/lib/schedule/format";
import type { Interval } from "@/lib/schedule/types";
import { zones } from "@/lib/zones/table";
import type { LoadedAsk } from "./ask";

export const zoneWords = (zone: string, at: number): string => zoneWithOffset(at, zones(zone));

/** The first step: whose time, from when until when. A plain form: its answer is the second step's address. */
export function WhenForm({ data, now }: { readonly data: LoadedAsk; readonly now: number }) {
  const { schedule, crew, person, fields, wrong } = data;
  if (crew.length === 0) {
    return (
      <Callout tone="warn" title="You are not on this roster">
        Only people of the team who are on call here ask for themselves. To change others' shifts,
        edit a draft.
      </Callout>
    );
  }
  return (
    <form method="get" className="grid max-w-xl gap-5">
      {wrong && <FormMessage>{wrong}</FormMessage>}
      <SelectField name="person" label="Whose time" defaultValue={person?.id ?? crew[0]?.id}>
        {crew.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
            {id === schedule.me ? " (you)" : ""}
          </option>
        ))}
      </SelectField>
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          name="from"
          type="datetime-local"
          label="From"
          defaultValue={fields.from}
          required
        />
        <TextField
          name="until"
          type="datetime-local"
          label="Until"
          defaultValue={fields.until}
          required
        />
      </div>
      <p className="-mt-2 text-muted text-sm">
        Times are in the schedule's zone, {zoneWords(schedule.zone, now)}.
      </p>
      <div>
        <Button type="submit" variant="primary">
          Next
        </Button>
      </div>
    </form>
  );
}

/** What was settled in the first step, and the way back to it. */
export function WhenSummary({
  data: { schedule, person, fields, whole },
  span,
  now,
}: {
  readonly data: LoadedAsk;
  readonly span: Interval;
  readonly now: number;
}) {
  if (!person) return null;
  const back = new URLSearchParams({ person: person.id, ...fields, change: "1" });
  return (
    <div className="flex flex-wrap items-start justify-between gap-3 rounded-lg border border-line bg-raised px-4 py-3.5">
      <div className="min-w-0">
        <p className="font-strong text-base">
          <PersonChip person={person} size="medium" />
        </p>
        <p className="tabular mt-1.5">
          {formatSpan(span.startsAt, span.endsAt, zones(schedule.zone), now)} (
          {formatDuration(span.endsAt - span.startsAt)})
        </p>
        <p className="text-muted text-sm">
          In the schedule's zone, {zoneWords(schedule.zone, span.startsAt)}
        </p>
        {whole && (
          <p className="text-muted text-sm">
            A whole turn: if its handoff moves later, this moves with it.
          </p>
        )}
      </div>
      <Link href={`?${back}`} className="rounded-sm py-1 font-strong text-accent-text">
        Change
      </Link>
    </div>
  );
}

/** "Free then", "On call then: Payments", "Away then". */
export function availabilityWords({ onCall, away, unreachable }: Availability): string {
  const words = [
    ...(away ? ["Away then"] : []),
    ...(onCall.length > 0 ? [`On call then: ${onCall.join(", ")}`] : []),
    ...(unreachable ? ["No way to reach them is known"] : []),
  ];
  return words.length > 0 ? words.join(". ") : "Free then";
}
