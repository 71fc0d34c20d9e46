import * as z from "zod";
import { DropPolicy } from "@/components/settings/drop-policy";
import { PolicyEffect } from "@/components/settings/policy-effect";
import { PolicyForm } from "@/components/settings/policy-form";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { page } from "@/lib/doors/page";
import { schedulePolicy } from "@/lib/roster/policy-store";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { changeSchedulePolicy, dropSchedulePolicy } from "./actions";

export const metadata = { title: "Policy of a schedule" };

export default page({
  permission: "settings.manage",
  params: z.object({ schedule: rowIdSchema }),
  load: ({ db }, { schedule }) => schedulePolicy(db, schedule),
  render: ({ actor, data: { schedule, organisation, own, effective } }) => {
    const base = `/o/${actor.slug}`;
    return (
      <>
        <PageHeader
          above={
            <Breadcrumb
              items={[
                { label: "Schedules", href: `${base}/schedules` },
                { label: schedule.name, href: `${base}/schedules/${schedule.id}` },
                { label: "Policy" },
              ]}
            />
          }
          title={`Policy of ${schedule.name}`}
          description="It tightens the organisation’s policy: whatever is stricter holds. What is laxer here has no effect."
        />
        <div className="grid gap-10">
          <Section title="What holds">
            <div className="max-w-2xl">
              <PolicyEffect organisation={organisation} effective={effective} />
            </div>
          </Section>
          <Section
            title={own ? "This schedule’s own policy" : "A policy of its own"}
            description={
              own
                ? undefined
                : "None yet: the organisation’s holds. Begin from it and make it stricter."
            }
          >
            <PolicyForm
              action={changeSchedulePolicy.bind(null, actor.slug)}
              rules={own?.rules ?? organisation}
              version={own?.version ?? 0}
            >
              <input type="hidden" name="scheduleId" value={schedule.id} />
            </PolicyForm>
          </Section>
          {own && (
            <Section title="Go back to the organisation’s">
              <DropPolicy
                scheduleId={schedule.id}
                version={own.version}
                action={dropSchedulePolicy.bind(null, actor.slug)}
              />
            </Section>
          )}
        </div>
      </>
    );
  },
});
