import type { ReactNode } from "react";
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
import { Recycle } from "./recycle";
import { ShownOnce } from "./shown-once";

type Times = { readonly zone: Zone; readonly now: Instant };

const NEW = { field: "address", title: "Your private address", label: "Address of the calendar" };

function FeedItem({
  feed,
  what,
  badges,
  revoke,
  zone,
  now,
  children,
}: Times & {
  readonly feed: FeedView;
  /** What it shows. */
  readonly what: string;
  readonly badges: ReactNode;
  readonly revoke: FormAction;
  readonly children?: ReactNode;
}) {
  const time = (at: Instant) => <Time at={at}>{formatInstant(at, zone, now)}</Time>;
  const { id, expiresAt, usedAt, usedFrom } = feed;
  const ended = expiresAt !== null && expiresAt <= now;
  const verb = ended ? "Remove" : "Revoke";
  return (
    <li className="grid gap-1 border-line border-b py-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="grid min-w-0 gap-1">
          <p className="wrap-anywhere flex flex-wrap items-center gap-2">
            {what}
            {badges}
            {feed.replaced && <Badge tone="warn">replaced</Badge>}
            {ended && <Badge>ended</Badge>}
          </p>
          <p className="text-muted text-sm">
            <code>{feed.prefix}…</code> Made {time(feed.createdAt)}.{" "}
            {usedAt === null ? "Never used" : <>Last used {time(usedAt)}</>}
            {usedFrom && ` from ${usedFrom}`}.
            {expiresAt !== null && (
              <>
                {" "}
                {ended ? "Ended" : "Works until"} {time(expiresAt)}.
              </>
            )}
          </p>
        </div>
        <ActionForm action={revoke} className="grid gap-2">
          <input type="hidden" name="feedId" value={id} />
          <ConfirmButton
            variant="quiet"
            question={`${verb} this feed of ${what}?`}
            consequence={
              ended
                ? "It has ended already: it only leaves the list."
                : "Calendars that subscribe to it find nothing from now on."
            }
          >
            {verb}
            <span className="sr-only"> the feed of {what}</span>
          </ConfirmButton>
        </ActionForm>
      </div>
      {children}
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
          {feeds.map((feed) => {
            const what = feed.schedule ?? "My shifts";
            return (
              <FeedItem
                key={feed.id}
                {...{ feed, what, revoke }}
                {...times}
                badges={feed.schedule !== null && <Badge>schedule</Badge>}
              >
                <Recycle
                  action={recycle}
                  hidden={{ name: "feedId", value: feed.id }}
                  replaced={feed.replaced || (feed.expiresAt ?? times.now + 1) <= times.now}
                  button={
                    <>
                      Give it another address<span className="sr-only"> (the feed of {what})</span>
                    </>
                  }
                  former="The former address works on for"
                  shown={NEW}
                />
              </FeedItem>
            );
          })}
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

/** Everybody's calendar feeds, each with whose it is and when it was last used, and a way to revoke it. */
export function FeedList({
  feeds,
  revoke,
  ...times
}: Times & { readonly feeds: readonly FeedView[]; readonly revoke: FormAction }) {
  return (
    <ul className="border-line border-t">
      {feeds.map((feed) => (
        <FeedItem
          key={feed.id}
          {...{ feed, revoke }}
          {...times}
          what={feed.schedule ?? `${feed.member}’s shifts`}
          badges={feed.schedule !== null && <Badge>{feed.member}</Badge>}
        />
      ))}
    </ul>
  );
}
