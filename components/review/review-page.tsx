import type { FormAction } from "@/components/form/action-form";
import { PersonHours } from "@/components/schedule/person-hours";
import { TimelineNav } from "@/components/schedule/timeline-nav";
import { localDateOf, timelineRange, type Zoom } from "@/components/schedule/timeline-range";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import type { ReviewView } from "@/lib/roster/draft-queries";
import { clockChanges } from "@/lib/schedule/changes";
import { compile, current } from "@/lib/schedule/compile";
import { formatInstant, zoneWithOffset } from "@/lib/schedule/format";
import { gaps } from "@/lib/schedule/gaps";
import type { Definition, Instant, LocalDate } from "@/lib/schedule/types";
import type { Zone, ZoneData, Zones } from "@/lib/schedule/zone";
import { BeforeAfter } from "./before-after";
import { Conflicts } from "./conflicts";
import { Decision } from "./decision";
import { DraftStatusBadge } from "./draft-status";
import { findingLines } from "./finding-lines";
import { FindingsList } from "./findings-list";
import { History } from "./history";
import { LoadSection, spanWords } from "./load-section";
import { ReviewChanges } from "./review-changes";
import { changeSentences } from "./sentences";

export type ReviewActions = Readonly<
  Record<
    | "submit"
    | "withdraw"
    | "rebase"
    | "review"
    | "afterwards"
    | "acknowledge"
    | "publish"
    | "publishAtOnce",
    FormAction
  >
>;

export type ReviewProps = {
  readonly base: string;
  readonly now: Instant;
  readonly view: ReviewView;
  readonly zoom: Zoom;
  readonly date: LocalDate | undefined;
  readonly scheduleZone: Zone;
  readonly viewerZone: Zone;
  readonly zones: Zones;
  readonly zoneData: readonly ZoneData[];
  readonly actions: ReviewActions;
};

function side(definition: Definition, zones: Zones, from: Instant, until: Instant) {
  const roster = compile(current(definition), zones);
  return {
    tiers: definition.tiers.map(({ id, name }) => ({ id, name })),
    layers: definition.tiers.flatMap((tier) =>
      tier.layers.map(({ id, name, priority }) => ({ id, name, priority, tier: tier.id })),
    ),
    shifts: roster.resolve(from, until),
    gaps: gaps(roster, definition, from, until, zones),
  };
}

/** A draft as its reviewer reads it: what it changes in words, hours and pictures, what is wrong, then the buttons. */
export function ReviewPage(props: ReviewProps) {
  const { base, now, view, scheduleZone, viewerZone } = props;
  const { draft, effect, hours, names } = view;
  const waived = (finding: (typeof effect.findings)[number]) =>
    view.waivers.some(
      ({ kind, tier, person }) =>
        kind === finding.kind && tier === finding.tier && person === finding.person,
    );
  const findings = findingLines(effect.findings, view.gates, waived, {
    definition: view.edited,
    people: names,
    zone: scheduleZone,
  });
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            items={[
              { label: "Drafts", href: `${base}/drafts` },
              { label: draft.schedule.name, href: `${base}/schedules/${draft.schedule.id}` },
            ]}
          />
        }
        title={draft.title}
        badge={<DraftStatusBadge status={draft.status} />}
        description={`By ${draft.author}, last changed ${formatInstant(draft.changedAt, viewerZone, now)}.`}
        actions={
          view.may.edit && <ButtonLink href={`${base}/drafts/${draft.id}/edit`}>Edit</ButtonLink>
        }
      />
      <div className="grid gap-10">
        {draft.words && (
          <blockquote className="max-w-[65ch] border-line border-l-2 pl-4 text-muted">
            {draft.words}
          </blockquote>
        )}
        <Notices {...props} />
        <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="grid content-start gap-10">
            <Section
              title="What this changes"
              description={`People's hours in ${spanWords(view.span, scheduleZone)}. Times in ${scheduleZone.name}.`}
            >
              <ReviewChanges sentences={changeSentences(hours.comparison, names, scheduleZone)} />
            </Section>
            <Section title="The edits">
              <ul className="grid list-disc gap-1.5 pl-5 text-sm max-md:text-base">
                {view.sentences.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
              {view.sentences.length === 0 && <p className="text-muted">Nothing yet.</p>}
            </Section>
            <Section title="Findings" description="What this draft would bring within 90 days.">
              <FindingsList findings={findings} />
            </Section>
            <LoadSection view={view} action={`${base}/drafts/${draft.id}`} zone={scheduleZone} />
          </div>
          <div className="grid content-start gap-10">
            <Decision {...props} waivable={findings.some(({ weight }) => weight === "waive")} />
            <Section title="Hours" description="Before and after, in the same time.">
              <PersonHours changes={hours.comparison.people} people={names} />
            </Section>
          </div>
        </div>
        <Pictures {...props} />
        <History view={view} zone={viewerZone} now={now} />
      </div>
    </>
  );
}

function Notices({ base, view, actions }: ReviewProps) {
  const { draft } = view;
  return (
    <>
      {view.moved && view.conflicts.length === 0 && (
        <Callout tone="warn" title="The schedule has changed since this draft began.">
          The two changes do not touch each other.{" "}
          {view.may.edit ? "Bring the draft" : "Whoever edits the draft brings it"} up to date; then
          it is reviewed as it will be published.
        </Callout>
      )}
      {view.moved && view.conflicts.length > 0 && (
        <Callout tone="warn" title="The schedule has changed since this draft began.">
          What was published meanwhile and this draft change the same thing. Whoever edits the draft
          chooses which holds; then it is reviewed as it will be published.
        </Callout>
      )}
      {view.moved && view.may.edit && (
        <Conflicts action={actions.rebase} draft={draft} conflicts={view.conflicts} />
      )}
      {view.revision && (
        <Callout
          tone={view.revision.emergency ? "warn" : "good"}
          title={
            view.revision.emergency
              ? `Published at once, without review, as revision ${view.revision.number}.`
              : `Published as revision ${view.revision.number}.`
          }
          action={
            <ButtonLink href={`${base}/schedules/${draft.schedule.id}`}>
              See the schedule
            </ButtonLink>
          }
        />
      )}
    </>
  );
}

function Pictures({ base, now, view, zoom, date, scheduleZone, zones, zoneData }: ReviewProps) {
  const start = date ?? localDateOf(view.effect.firstChangeAt ?? now, scheduleZone);
  const range = timelineRange(zoom, start, scheduleZone);
  const { from, until } = range;
  const [data] = zoneData;
  if (!data) return null;
  const holidays = view.edited.calendars.flatMap(({ days }) => days.map((day) => day.date));
  return (
    <section aria-label="Timeline before and after">
      <TimelineNav
        range={range}
        today={localDateOf(now, scheduleZone)}
        zoneLabel={zoneWithOffset(from, scheduleZone)}
        href={(to, day) => `${base}/drafts/${view.draft.id}?zoom=${to}&date=${day}`}
      />
      <BeforeAfter
        zone={data}
        zoom={zoom}
        from={from}
        until={until}
        now={now}
        people={view.names}
        clockChanges={clockChanges(scheduleZone, from, until)}
        holidays={holidays}
        changed={view.effect.comparison.changed}
        before={side(view.base, zones, from, until)}
        after={side(view.edited, zones, from, until)}
      />
    </section>
  );
}
