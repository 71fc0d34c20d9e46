import { ActionForm } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { ZoneSelect } from "@/components/form/zone-select";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { SettingsSection } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { page } from "@/lib/doors/page";
import { findOrganisation } from "@/lib/organisation/queries";
import { zoneNames } from "@/lib/zones/table";
import { changeOrganisation } from "./actions";
import { openTabs } from "./tabs";

export const metadata = { title: "Settings" };

export default page({
  permission: "settings.manage",
  load: (context) => findOrganisation(context),
  render: ({ actor, data: { name, zone, slug, logDays } }) => (
    <SettingsFrame base={`/o/${actor.slug}`} current="organisation" open={openTabs(actor)}>
      <SettingsSection title="Organisation" description={`Its address is /o/${slug} and stays.`}>
        <ActionForm action={changeOrganisation.bind(null, actor.slug)} done="Saved.">
          <FormText
            name="name"
            label="Name"
            autoComplete="organization"
            required
            defaultValue={name}
          />
          <ZoneSelect
            key={zone}
            names={zoneNames}
            defaultValue={zone}
            hint="New schedules begin with it. Each can have its own."
          />
          <FormText
            name="logDays"
            label="Days that history is kept"
            type="number"
            min={30}
            max={3650}
            required
            defaultValue={String(logDays)}
            hint="Older entries of the change log are removed up to a signed head, which stays; so are sent messages, ended invitations, unused calendar feeds, and time off that is over. Rosters stay."
          />
          <div>
            <SubmitButton pending="Saving…">Save</SubmitButton>
          </div>
        </ActionForm>
      </SettingsSection>
    </SettingsFrame>
  ),
});
