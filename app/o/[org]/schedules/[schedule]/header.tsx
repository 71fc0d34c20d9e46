import { ArrowLeftRight, LifeBuoy, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { OnCallRow } from "@/components/schedule/on-call-row";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import type { FoundSchedule } from "@/lib/roster/schedule-queries";
import type { Zone } from "@/lib/schedule/zone";
import type { Actor } from "@/lib/tenancy/actor";
import { toOnCallTiers } from "../on-call";
import { EditButton } from "./edit-button";

/** Name, team, what can be done, and the drafts under way. */
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
    <>
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
            {may.edit && <EditButton scheduleId={schedule.id} slug={actor.slug} />}
          </>
        }
      />
      {schedule.drafts.length > 0 && (
        <div className="mb-6">
          <Callout
            title={schedule.drafts.length === 1 ? "A draft is under way" : "Drafts are under way"}
          >
            <ul>
              {schedule.drafts.map(({ id, title, status, author }) => (
                <li key={id}>
                  <Link
                    href={`${base}/drafts/${id}`}
                    className="font-strong text-accent-text underline-offset-4 hover:underline"
                  >
                    {title}
                  </Link>{" "}
                  by {author.name}, {status === "submitted" ? "waiting for review" : "being edited"}
                </li>
              ))}
            </ul>
          </Callout>
        </div>
      )}
    </>
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
    <div className="mb-8 max-w-3xl rounded-lg border border-line bg-raised px-4 md:px-5">
      <OnCallRow
        name="On call now"
        href={href}
        tiers={toOnCallTiers(schedule.tiers, { people: schedule.people, zone, now })}
      />
    </div>
  );
}
