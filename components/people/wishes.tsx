import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormSelect, FormText } from "@/components/form/fields";
import { Card, Section } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { formatSpan } from "@/lib/schedule/format";
import type { Instant, Interval } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { zoneLabel } from "./zone-label";

export type WishEntry = {
  readonly id: string;
  readonly kind: string;
  readonly weekday: number | null;
  readonly span: Interval | null;
  readonly weight: number;
  readonly note: string;
};

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const WEIGHTS = ["would be nice", "matters", "matters much"];

function wordsOf({ kind, weekday, span }: WishEntry, zone: Zone, now: Instant): string {
  const when = span
    ? formatSpan(span.startsAt, span.endsAt, zone, now)
    : `on ${DAYS[(weekday ?? 1) - 1]}s`;
  return `${kind === "prefers" ? "Rather on call" : "Rather not on call"} ${when}`;
}

/** When a person would rather be on call, or not, and the forms to add and remove. */
export function Wishes({
  entries,
  theirs,
  personId,
  now,
  add,
  remove,
}: {
  readonly entries: readonly WishEntry[];
  /** The person's own zone, in which times are written and shown. */
  readonly theirs: Zone;
  readonly personId: string;
  readonly now: Instant;
  readonly add: FormAction;
  readonly remove: FormAction;
}) {
  return (
    <Section
      title="Wishes"
      description="The planner meets them where it can, and says why where it cannot. Time off is kept always; wishes are not promised."
    >
      {entries.length === 0 && <p className="text-muted">No wishes are noted.</p>}
      {entries.length > 0 && (
        <ul className="border-line border-t">
          {entries.map((wish) => (
            <li
              key={wish.id}
              className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 border-line border-b py-1.5"
            >
              <div>
                <p className="tabular">{wordsOf(wish, theirs, now)}</p>
                <p className="text-muted text-sm">
                  {[WEIGHTS[wish.weight - 1], wish.note].filter(Boolean).join(" · ")}
                </p>
              </div>
              <ActionForm action={remove} className="flex">
                <input type="hidden" name="wishId" value={wish.id} />
                <SubmitButton variant="link" pending="Removing…" className="min-h-11">
                  Remove
                  <span className="sr-only"> the wish: {wordsOf(wish, theirs, now)}</span>
                </SubmitButton>
              </ActionForm>
            </li>
          ))}
        </ul>
      )}
      <Card>
        <ActionForm action={add} done="Noted." className="grid gap-4">
          <input type="hidden" name="personId" value={personId} />
          <div className="grid gap-4 sm:grid-cols-2">
            <FormSelect name="kind" label="Wish" defaultValue="avoids">
              <option value="avoids">Rather not on call</option>
              <option value="prefers">Rather on call</option>
            </FormSelect>
            <FormSelect name="weight" label="How much it matters" defaultValue="2">
              {WEIGHTS.map((label, i) => (
                <option key={label} value={i + 1}>
                  It {label}
                </option>
              ))}
            </FormSelect>
          </div>
          <p className="text-muted text-sm">
            On a weekday, or from and until, as clocks show it in {zoneLabel(theirs.name)}.
          </p>
          <div className="grid gap-4 sm:grid-cols-3">
            <FormSelect name="weekday" label="Every" defaultValue="">
              <option value="">No weekday</option>
              {DAYS.map((label, i) => (
                <option key={label} value={i + 1}>
                  {label}
                </option>
              ))}
            </FormSelect>
            <FormText name="from" label="Or from" type="datetime-local" />
            <FormText name="until" label="Until" type="datetime-local" />
          </div>
          <FormText name="note" label="Note" optional autoComplete="off" maxLength={200} />
          <div>
            <SubmitButton variant="quiet" pending="Adding…">
              Add a wish
            </SubmitButton>
          </div>
        </ActionForm>
      </Card>
    </Section>
  );
}
