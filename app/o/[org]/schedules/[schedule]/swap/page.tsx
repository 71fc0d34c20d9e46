import type { Metadata } from "next";
import { ActionForm } from "@/components/form/action-form";
import { FormError, FormText } from "@/components/form/fields";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ChoiceGroup, Radio } from "@/components/ui/choice";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { page } from "@/lib/doors/page";
import { formatDuration, formatSpan } from "@/lib/schedule/format";
import type { Interval } from "@/lib/schedule/types";
import { toLocal } from "@/lib/zones/local";
import { zones } from "@/lib/zones/table";
import { swap } from "../../actions";
import { askSearchSchema, type LoadedAsk, loadAsk, paramsSchema } from "../ask";
import { WhenForm, WhenSummary } from "../ask-parts";

export const metadata: Metadata = { title: "Swap shifts" };

export default page({
  permission: "schedule.cover",
  params: paramsSchema,
  search: askSearchSchema,
  load: (context, { schedule }, search) => loadAsk(context, schedule, search),
  render({ actor, now, data }) {
    const { schedule, span } = data;
    const base = `/o/${actor.slug}/schedules`;
    return (
      <>
        <PageHeader
          above={
            <Breadcrumb
              items={[
                { label: "Schedules", href: base },
                { label: schedule.name, href: `${base}/${schedule.id}` },
                { label: "Swap" },
              ]}
            />
          }
          title="Swap shifts"
          description="Two people trade: each takes the other's time. It goes to review at once, and holds when it is published."
        />
        {span ? (
          <ReturnForm data={data} span={span} slug={actor.slug} now={now} />
        ) : (
          <WhenForm data={data} now={now} />
        )}
      </>
    );
  },
});

const MOST = 40;

type Offer = Interval & { readonly name: string; readonly tier: string; readonly value: string };

/** What others of the crew hold from now on, to be taken in return. */
function offersOf(
  { schedule, shifts, person, others }: LoadedAsk,
  now: number,
  span: Interval,
): Offer[] {
  const names = new Map(others.map((other) => [other.person, other.name]));
  const tiers = schedule.head?.definition.tiers ?? [];
  const tierNames = new Map(tiers.length > 1 ? tiers.map(({ id, name }) => [id, name]) : []);
  return shifts
    .flatMap((shift) => shift.people.map((id) => ({ id, ...shift })))
    .filter(({ id, startsAt, endsAt }) => {
      const overlaps = startsAt < span.endsAt && endsAt > span.startsAt;
      return id !== person?.id && names.has(id) && startsAt > now && !overlaps;
    })
    .slice(0, MOST)
    .map(({ id, tier, startsAt, endsAt }) => ({
      name: names.get(id) ?? "",
      tier: tierNames.get(tier) ?? "",
      startsAt,
      endsAt,
      value: [id, toLocal(startsAt, schedule.zone), toLocal(endsAt, schedule.zone)].join("|"),
    }));
}

function ReturnForm({
  data,
  span,
  slug,
  now,
}: {
  readonly data: LoadedAsk;
  readonly span: Interval;
  readonly slug: string;
  readonly now: number;
}) {
  const { schedule, person, fields } = data;
  const zone = zones(schedule.zone);
  const offers = offersOf(data, now, span);
  return (
    <ActionForm action={swap.bind(null, slug)} className="grid max-w-xl gap-6">
      <WhenSummary data={data} span={span} now={now} />
      <input type="hidden" name="scheduleId" value={schedule.id} />
      <input type="hidden" name="person" value={person?.id} />
      <input type="hidden" name="from" value={fields.from} />
      <input type="hidden" name="until" value={fields.until} />
      <div>
        <ChoiceGroup label="In return for" hint="Whoever holds it takes over the time above.">
          {offers.map(({ name, tier, startsAt, endsAt, value }) => (
            <Radio
              key={`${tier} ${value}`}
              name="back"
              value={value}
              label={tier ? `${name}, ${tier}` : name}
              hint={`${formatSpan(startsAt, endsAt, zone, now)} (${formatDuration(endsAt - startsAt)})`}
              required
            />
          ))}
        </ChoiceGroup>
        {offers.length === 0 && (
          <p className="text-muted">
            Nobody else is on call here in the next two months. Ask for cover instead.
          </p>
        )}
        <FormError name="back" />
      </div>
      <FormText
        name="reason"
        label="Reason"
        hint="Everybody who sees the schedule can read it, for good: write nothing private."
        optional
        maxLength={200}
      />
      {offers.length > 0 && (
        <div>
          <SubmitButton size="large" pending="Asking…" className="max-sm:w-full">
            Ask to swap
          </SubmitButton>
        </div>
      )}
    </ActionForm>
  );
}
