import { ActionForm } from "@/components/form/action-form";
import { PersonFields } from "@/components/people/person-fields";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { page } from "@/lib/doors/page";
import { listTeams } from "@/lib/people/queries";
import { can } from "@/lib/tenancy/actor";
import { zoneNames } from "@/lib/zones/table";
import { addPerson } from "../actions";

export const metadata = { title: "Add a person" };

export default page({
  permission: "people.manage",
  load: (context) => listTeams(context),
  render: ({ actor, data: teams }) => (
    <>
      <PageHeader
        above={
          <Breadcrumb
            items={[{ label: "People", href: `/o/${actor.slug}/people` }, { label: "Add" }]}
          />
        }
        title="Add a person"
        description="Somebody who can be on call. Invite them as a member, too, if they should see the roster."
      />
      <div className="max-w-xl">
        <ActionForm action={addPerson.bind(null, actor.slug)}>
          <PersonFields
            teams={teams}
            manages={(teamId) => can(actor, "people.manage", teamId)}
            zoneNames={zoneNames}
            zone={actor.zone}
          />
          <div className="flex gap-2">
            <SubmitButton pending="Adding…">Add the person</SubmitButton>
            <ButtonLink href={`/o/${actor.slug}/people`}>Cancel</ButtonLink>
          </div>
        </ActionForm>
      </div>
    </>
  ),
});
