import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { Card, Section } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { formatSpan } from "@/lib/schedule/format";
import type { Instant, Interval } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { zoneLabel } from "./zone-label";

export type TimeOffEntry = Interval & { readonly id: string; readonly note: string };

/** When a person is away from now on, and, for those who may, the forms to add and remove. */
export function TimeOff({
  entries,
  zone,
  theirs,
  personId,
  now,
  add,
  remove,
}: {
  readonly entries: readonly TimeOffEntry[];
  /** The viewer's, in which times are shown. */
  readonly zone: Zone;
  /** The person's own, in which times are written; shown too where it is another. */
  readonly theirs: Zone;
  readonly personId: string;
  readonly now: Instant;
  readonly add?: FormAction | undefined;
  readonly remove?: FormAction | undefined;
}) {
  return (
    <Section
      title="Time off"
      description="Drafts that put somebody on call while they are away say so."
    >
      {entries.length === 0 && <p className="text-muted">No time off is noted from now on.</p>}
      {entries.length > 0 && (
        <ul className="border-line border-t">
          {entries.map(({ id, startsAt, endsAt, note }) => (
            <li
              key={id}
              className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 border-line border-b py-1.5"
            >
              <div>
                <p className="tabular">
                  <Time at={startsAt}>{formatSpan(startsAt, endsAt, zone, now)}</Time>
                </p>
                {theirs.name !== zone.name && (
                  <p className="tabular text-muted text-sm">
                    There: {formatSpan(startsAt, endsAt, theirs, now)}
                  </p>
                )}
                {note && <p className="text-muted text-sm">{note}</p>}
              </div>
              {remove && (
                <ActionForm action={remove} className="flex">
                  <input type="hidden" name="timeOffId" value={id} />
                  <SubmitButton variant="link" pending="Removing…" className="min-h-11">
                    Remove
                    <span className="sr-only"> {formatSpan(startsAt, endsAt, zone, now)}</span>
                  </SubmitButton>
                </ActionForm>
              )}
            </li>
          ))}
        </ul>
      )}
      {add && (
        <Card>
          <ActionForm action={add} done="Noted." className="grid gap-4">
            <input type="hidden" name="personId" value={personId} />
            <p className="text-muted text-sm">
              Write times as clocks show them in {zoneLabel(theirs.name)}.
            </p>
            <div className="grid gap-4 sm:grid-cols-2">
              <FormText name="from" label="Away from" type="datetime-local" required />
              <FormText name="until" label="Until" type="datetime-local" required />
            </div>
            <FormText name="note" label="Note" optional autoComplete="off" />
            <div>
              <SubmitButton variant="quiet" pending="Adding…">
                Add time off
              </SubmitButton>
            </div>
          </ActionForm>
        </Card>
      )}
    </Section>
  );
}
