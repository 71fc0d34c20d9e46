import * as z from "zod";
import { ActionForm } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { TeamPeople, TeamSchedules } from "@/components/people/team-contents";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { page } from "@/lib/doors/page";
import { findTeam } from "@/lib/people/queries";
import { canEverywhere } from "@/lib/tenancy/actor";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { renameTeam } from "../actions";

export const metadata = { title: "Team" };

export default page({
  permission: "schedule.view",
  params: z.object({ team: rowIdSchema }),
  load: (context, { team }) => findTeam(context, team),
  render: ({ actor, data: team }) => {
    const base = `/o/${actor.slug}`;
    return (
      <>
        <PageHeader
          above={
            <Breadcrumb items={[{ label: "Teams", href: `${base}/teams` }, { label: team.name }]} />
          }
          title={team.name}
        />
        <div className="grid max-w-3xl gap-10">
          <TeamSchedules schedules={team.schedules} base={base} />
          <TeamPeople people={team.people} base={base} />
          {canEverywhere(actor, "team.manage") && (
            <Section title="Name">
              <ActionForm
                action={renameTeam.bind(null, actor.slug)}
                done="Saved."
                className="grid max-w-md gap-4"
              >
                <input type="hidden" name="teamId" value={team.id} />
                <FormText
                  name="name"
                  label="Name of the team"
                  autoComplete="off"
                  required
                  defaultValue={team.name}
                />
                <div>
                  <SubmitButton variant="quiet" pending="Saving…">
                    Rename
                  </SubmitButton>
                </div>
              </ActionForm>
            </Section>
          )}
        </div>
      </>
    );
  },
});
