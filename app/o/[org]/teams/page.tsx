import { UsersRound } from "lucide-react";
import { ActionForm } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { TeamList } from "@/components/people/team-list";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { page } from "@/lib/doors/page";
import { listTeams } from "@/lib/people/queries";
import { canEverywhere } from "@/lib/tenancy/actor";
import { addTeam } from "./actions";

export const metadata = { title: "Teams" };

export default page({
  permission: "schedule.view",
  load: (context) => listTeams(context),
  render: ({ actor, data: teams }) => (
    <>
      <PageHeader
        title="Teams"
        description="People and schedules that belong together. Permissions can be given for single teams."
      />
      <div className="grid max-w-3xl gap-8">
        {teams.length > 0 && <TeamList teams={teams} base={`/o/${actor.slug}`} />}
        {teams.length === 0 && (
          <EmptyState icon={UsersRound} title="No team yet">
            A schedule belongs to a team. Add the first one, such as “Payments”.
          </EmptyState>
        )}
        {canEverywhere(actor, "team.manage") && (
          <ActionForm
            action={addTeam.bind(null, actor.slug)}
            done="Added."
            className="grid max-w-md gap-4"
          >
            <FormText name="name" label="New team" autoComplete="off" required />
            <div>
              <SubmitButton variant={teams.length === 0 ? "primary" : "quiet"} pending="Adding…">
                Add the team
              </SubmitButton>
            </div>
          </ActionForm>
        )}
      </div>
    </>
  ),
});
