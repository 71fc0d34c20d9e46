import { ArrowLeftRight, CalendarRange, CalendarSync, LifeBuoy, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { Fragment } from "react";
import { ActionForm } from "@/components/form/action-form";
import { OnCallRow } from "@/components/schedule/on-call-row";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FoundSchedule } from "@/lib/roster/schedule-queries";
import type { Zone } from "@/lib/schedule/zone";
import type { Actor } from "@/lib/tenancy/actor";
import { edit } from "../actions";
import { toOnCallTiers } from "../on-call";
import { EditButton } from "./edit-button";

/** Name, team, and what can be done. */
export function ScheduleHeader({
  schedule,
  actor,
}: {
  readonly schedule: FoundSchedule;
  readonly actor: Actor;
}) {
  const base = `/o/${actor.slug}`;
  const here = `${base}/schedules/${schedule.id}`;
  const { may } = schedule;
  return (
    <PageHeader
      above={
        <Breadcrumb
          items={[{ label: "Schedules", href: `${base}/schedules` }, { label: schedule.name }]}
        />
      }
      title={schedule.name}
      badge={schedule.archivedAt ? <Badge>archived</Badge> : <Badge>{schedule.team.name}</Badge>}
      description={schedule.description || undefined}
      actions={
        <>
          {may.policy && (
            <ButtonLink
              href={`${here}/policy`}
              variant="link"
              className="min-h-10 px-2 max-md:min-h-11"
            >
              <ShieldCheck aria-hidden />
              Policy
            </ButtonLink>
          )}
          {schedule.archivedAt === null && (
            <ButtonLink
              href={`${here}/feed`}
              variant="link"
              className="min-h-10 px-2 max-md:min-h-11"
            >
              <CalendarSync aria-hidden />
              Calendar feed
            </ButtonLink>
          )}
          {may.cover && (
            <>
              <ButtonLink href={`${here}/swap`}>
                <ArrowLeftRight aria-hidden />
                Swap…
              </ButtonLink>
              <ButtonLink href={`${here}/cover`}>
                <LifeBuoy aria-hidden />
                Cover me…
              </ButtonLink>
            </>
          )}
          {may.edit && schedule.head && (
            <ButtonLink href={`${here}/plan`}>
              <CalendarRange aria-hidden />
              Plan…
            </ButtonLink>
          )}
          {may.edit && <EditButton scheduleId={schedule.id} slug={actor.slug} />}
        </>
      }
    />
  );
}

/** Says loudly what holds here without a review, until somebody has looked at it. */
export function WithoutReview({
  schedule,
  base,
}: {
  readonly schedule: FoundSchedule;
  readonly base: string;
}) {
  return schedule.emergencies.map(({ id, title, author }) => (
    <div key={id} className="mb-6">
      <Callout
        tone="warn"
        title={`“${title}” by ${author.name} was published at once, without review.`}
        action={<ButtonLink href={`${base}/drafts/${id}`}>Look at it</ButtonLink>}
      />
    </div>
  ));
}

/** Who is on the roster and whom the provider has deactivated: nobody takes their hours by itself. */
export function DeactivatedPeople({
  schedule,
  base,
}: {
  readonly schedule: FoundSchedule;
  readonly base: string;
}) {
  const { deactivated } = schedule;
  if (deactivated.length === 0 || schedule.archivedAt !== null) return null;
  return (
    <div className="mb-6">
      <Callout
        tone="bad"
        title={`${deactivated.length === 1 ? "Somebody" : `${deactivated.length} people`} on this roster cannot sign in any more`}
      >
        Your provider has deactivated{" "}
        {deactivated.map(({ id, name }, index) => (
          <Fragment key={id}>
            {index > 0 && ", "}
            <Link href={`${base}/people/${id}`} className="font-strong underline">
              {name}
            </Link>
          </Fragment>
        ))}
        . The roster has them on call until a draft lets somebody take over.
      </Callout>
    </div>
  );
}

/** Says that the directory has other time zones for people here than the roster; one click takes them over in a draft. */
export function MovedPeople({
  schedule,
  slug,
}: {
  readonly schedule: FoundSchedule;
  readonly slug: string;
}) {
  const count = schedule.moved.length;
  if (count === 0) return null;
  return (
    <div className="mb-6">
      <Callout
        tone="warn"
        title={`The directory has another time zone for ${count === 1 ? "somebody" : `${count} people`} on this roster`}
        action={
          <ActionForm action={edit.bind(null, slug)} className="contents">
            <input type="hidden" name="scheduleId" value={schedule.id} />
            <input type="hidden" name="homes" value="directory" />
            <SubmitButton pending="Opening…">Take it over in a draft</SubmitButton>
          </ActionForm>
        }
      >
        Their hours are read in the time zone that was published, until a draft changes it.
      </Callout>
    </div>
  );
}

/** The drafts under way, a tap away when there are more than a few. */
export function DraftsUnderWay({
  schedule,
  base,
}: {
  readonly schedule: FoundSchedule;
  readonly base: string;
}) {
  const { drafts } = schedule;
  if (drafts.length === 0) return null;
  const list = (
    <ul className="grid gap-1 text-sm">
      {drafts.map(({ id, title, status, author }) => (
        <li key={id}>
          <Link
            href={`${base}/drafts/${id}`}
            className="font-strong text-accent-text underline-offset-4 hover:underline"
          >
            {title}
          </Link>{" "}
          <span className="text-muted">
            by {author.name}, {status === "submitted" ? "waiting for review" : "being edited"}
          </span>
        </li>
      ))}
    </ul>
  );
  const count =
    drafts.length === 1 ? "1 draft is under way" : `${drafts.length} drafts are under way`;
  return (
    <details className="group mb-8 max-w-3xl" open={drafts.length <= 2}>
      <summary className="inline-flex min-h-11 items-center gap-1.5 rounded-md pr-3 font-strong text-sm md:min-h-8">
        <span aria-hidden className="inline-block transition-transform group-open:rotate-90">
          ›
        </span>
        {count}
      </summary>
      <div className="pt-1 pl-3.5">{list}</div>
    </details>
  );
}

/** Who is on call at this moment, with the buttons to reach them. */
export function OnCallNow({
  schedule,
  zone,
  now,
  href,
}: {
  readonly schedule: FoundSchedule;
  readonly zone: Zone;
  readonly now: number;
  readonly href: string;
}) {
  return (
    <div className="mb-6 max-w-3xl rounded-lg border border-line bg-raised px-4 md:px-5">
      <OnCallRow
        name="On call now"
        href={href}
        tiers={toOnCallTiers(schedule.tiers, { people: schedule.people, zone, now })}
      />
    </div>
  );
}
