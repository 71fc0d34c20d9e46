import { UsersRound } from "lucide-react";
import type { Metadata } from "next";
import { ActionForm } from "@/components/form/action-form";
import { FormSelect, FormText, FormTextarea } from "@/components/form/fields";
import { ZoneSelect } from "@/components/form/zone-select";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { page } from "@/lib/doors/page";
import { teamsForSchedules } from "@/lib/roster/schedule-queries";
import { zoneNames } from "@/lib/zones/table";
import { add } from "../actions";

export const metadata: Metadata = { title: "New schedule" };

export default page({
  permission: "schedule.manage",
  load: teamsForSchedules,
  render({ actor, data: teams }) {
    const base = `/o/${actor.slug}`;
    return (
      <>
        <PageHeader
          above={
            <Breadcrumb
              items={[{ label: "Schedules", href: `${base}/schedules` }, { label: "New" }]}
            />
          }
          title="New schedule"
          description="It begins as a draft: put people into it, then publish it."
        />
        {teams.length === 0 ? (
          <EmptyState
            icon={UsersRound}
            title="First a team"
            action={
              <ButtonLink href={`${base}/teams`} variant="primary">
                Make a team
              </ButtonLink>
            }
          >
            A schedule belongs to a team, whose members see it.
          </EmptyState>
        ) : (
          <ActionForm action={add.bind(null, actor.slug)} className="grid max-w-xl gap-5">
            <FormText
              name="name"
              label="Name"
              hint="What people are on call for, such as Payments."
              required
              maxLength={80}
            />
            <FormSelect name="teamId" label="Team" defaultValue={teams[0]?.id}>
              {teams.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </FormSelect>
            <ZoneSelect
              names={zoneNames}
              defaultValue={actor.zone}
              hint="Handoffs keep their time of day in this zone, also when its clocks change."
            />
            <FormTextarea
              name="description"
              label="Description"
              hint="When to call, and what to try first."
              optional
              maxLength={500}
            />
            <div>
              <SubmitButton pending="Making it…">Make the schedule</SubmitButton>
            </div>
          </ActionForm>
        )}
      </>
    );
  },
});
