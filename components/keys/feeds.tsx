import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormSelect } from "@/components/form/fields";
import { Badge } from "@/components/ui/badge";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { FeedView } from "@/lib/roster/feed-queries";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { ShownOnce } from "./shown-once";

type Times = { readonly zone: Zone; readonly now: Instant };

const NEW = { field: "address", title: "Your private address", label: "Address of the calendar" };

function FeedItem({
  feed,
  recycle,
  revoke,
  zone,
  now,
}: Times & { readonly feed: FeedView; readonly recycle: FormAction; readonly revoke: FormAction }) {
  const time = (at: Instant) => <Time at={at}>{formatInstant(at, zone, now)}</Time>;
  const { id, schedule, expiresAt, usedAt, usedFrom } = feed;
  const what = schedule ?? "My shifts";
  return (
    <li className="grid gap-2 border-line border-b py-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0">
          <p className="wrap-anywhere flex flex-wrap items-center gap-2">
            {what}
            {schedule !== null && <Badge>schedule</Badge>}
          </p>
          <p className="text-muted text-sm">
            <code>{feed.prefix}…</code> made {time(feed.createdAt)}.{" "}
            {usedAt === null ? "Never used" : <>Last used {time(usedAt)}</>}
            {usedFrom && ` from ${usedFrom}`}.{expiresAt !== null && <> Until {time(expiresAt)}.</>}
          </p>
        </div>
        <ActionForm action={revoke} className="grid gap-2">
          <input type="hidden" name="feedId" value={id} />
          <ConfirmButton
            variant="quiet"
            question={`Revoke this feed of ${what}?`}
            consequence="Calendars that subscribe to it find nothing from now on."
          >
            Revoke<span className="sr-only"> the feed of {what}</span>
          </ConfirmButton>
        </ActionForm>
      </div>
      <ActionForm action={recycle} className="grid gap-2">
        <ShownOnce {...NEW} />
        <input type="hidden" name="feedId" value={id} />
        <div>
          <ConfirmButton
            variant="link"
            question="Give this feed another address?"
            consequence="The present one finds nothing from now on. The new one is shown once."
            confirm="Give it another address"
          >
            Another address…<span className="sr-only"> for the feed of {what}</span>
          </ConfirmButton>
        </div>
      </ActionForm>
    </li>
  );
}

/** The viewer's calendar feeds, and a form for another one: of their own shifts, or of a schedule. */
export function Feeds({
  feeds,
  scheduleId,
  create,
  recycle,
  revoke,
  ...times
}: Times & {
  readonly feeds: readonly FeedView[];
  /** What a new one shows; null for the viewer's own shifts. */
  readonly scheduleId: string | null;
  readonly create: FormAction;
  readonly recycle: FormAction;
  readonly revoke: FormAction;
}) {
  return (
    <>
      {feeds.length > 0 && (
        <ul className="border-line border-t">
          {feeds.map((feed) => (
            <FeedItem key={feed.id} {...{ feed, recycle, revoke }} {...times} />
          ))}
        </ul>
      )}
      <ActionForm action={create} className="grid max-w-xl gap-4">
        <ShownOnce {...NEW} />
        {scheduleId !== null && <input type="hidden" name="scheduleId" value={scheduleId} />}
        <FormSelect name="days" label="Works for" defaultValue="never">
          <option value="never">Until it is revoked</option>
          <option value="365">A year</option>
          <option value="90">90 days</option>
        </FormSelect>
        <div>
          <SubmitButton variant="quiet" pending="Making…">
            Make a calendar feed
          </SubmitButton>
        </div>
      </ActionForm>
    </>
  );
}
