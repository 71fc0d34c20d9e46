import { CalendarOff } from "lucide-react";
import type { Metadata } from "next";
import * as z from "zod";
import { PlanForm } from "@/components/plan/plan-form";
import { PlanResult } from "@/components/plan/plan-result";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { page } from "@/lib/doors/page";
import { planPage } from "@/lib/roster/plan-queries";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { zones } from "@/lib/zones/table";
import { makeDraft, propose, stop } from "./actions";

export const metadata: Metadata = { title: "Plan" };

export default page({
  permission: "schedule.edit",
  params: z.object({ schedule: rowIdSchema }),
  search: z.object({ plan: rowIdSchema.optional() }),
  load: (context, { schedule }, { plan }) => planPage(context, schedule, plan),
  render({ actor, now, data }) {
    const { schedule, begin, plan } = data;
    const here = `/o/${actor.slug}/schedules/${schedule.id}`;
    return (
      <>
        <PageHeader
          above={
            <Breadcrumb
              items={[
                { label: "Schedules", href: `/o/${actor.slug}/schedules` },
                { label: schedule.name, href: here },
                { label: "Plan" },
              ]}
            />
          }
          title="Plan"
          description="The planner looks for the fairest roster that keeps every limit and as many wishes as it can. It proposes; a draft of it goes through review like any other."
        />
        {!begin && (
          <EmptyState icon={CalendarOff} title="Nothing is published yet">
            Publish a first roster: its tiers and handoffs are what the planner fills.
          </EmptyState>
        )}
        {plan && (
          <PlanResult
            data={data}
            plan={plan}
            zone={zones(plan.input.zone)}
            now={now}
            again={`${here}/plan`}
            stop={stop.bind(null, actor.slug)}
            makeDraft={makeDraft.bind(null, actor.slug)}
          />
        )}
        {begin && !plan && (
          <PlanForm
            scheduleId={schedule.id}
            zone={schedule.zone}
            crew={data.crew}
            tiers={data.tiers}
            begin={begin}
            propose={propose.bind(null, actor.slug)}
          />
        )}
      </>
    );
  },
});
