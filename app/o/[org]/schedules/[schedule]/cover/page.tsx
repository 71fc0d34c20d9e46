import type { Metadata } from "next";
import { ActionForm } from "@/components/form/action-form";
import { FormError, FormText } from "@/components/form/fields";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ChoiceGroup, Radio } from "@/components/ui/choice";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { page } from "@/lib/doors/page";
import type { Interval } from "@/lib/schedule/types";
import { cover } from "../../actions";
import { askSearchSchema, type LoadedAsk, loadAsk, paramsSchema } from "../ask";
import { availabilityWords, WhenForm, WhenSummary } from "../ask-parts";

export const metadata: Metadata = { title: "Ask for cover" };

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
                { label: "Cover" },
              ]}
            />
          }
          title="Ask for cover"
          description="Somebody else takes over for a while. It goes to review at once, and holds when it is published."
        />
        {span ? (
          <WhoForm data={data} span={span} slug={actor.slug} now={now} />
        ) : (
          <WhenForm data={data} now={now} />
        )}
      </>
    );
  },
});

function WhoForm({
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
  const { schedule, person, fields, others } = data;
  const choices = others.filter((other) => other.person !== person?.id);
  return (
    <ActionForm action={cover.bind(null, slug)} className="grid max-w-xl gap-6">
      <WhenSummary data={data} span={span} now={now} />
      <input type="hidden" name="scheduleId" value={schedule.id} />
      <input type="hidden" name="person" value={person?.id} />
      <input type="hidden" name="from" value={fields.from} />
      <input type="hidden" name="until" value={fields.until} />
      <div>
        <ChoiceGroup label="Who takes over">
          {choices.map((other) => (
            <Radio
              key={other.person}
              name="by"
              value={other.person}
              label={other.person === schedule.me ? `${other.name} (you)` : other.name}
              hint={availabilityWords(other)}
              required
            />
          ))}
        </ChoiceGroup>
        {choices.length === 0 && (
          <p className="text-muted">There is nobody else in this team yet.</p>
        )}
        <FormError name="by" />
      </div>
      <FormText
        name="reason"
        label="Reason"
        hint="Everybody who sees the schedule can read it, for good: write nothing private."
        optional
        maxLength={200}
      />
      {choices.length > 0 && (
        <div>
          <SubmitButton size="large" pending="Asking…" className="max-sm:w-full">
            Ask for cover
          </SubmitButton>
        </div>
      )}
    </ActionForm>
  );
}
