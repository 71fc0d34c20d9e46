import { ActionForm } from "@/components/form/action-form";
import { FormText } from "@/components/form/fields";
import { ZoneSelect } from "@/components/form/zone-select";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { SettingsSection } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { page } from "@/lib/doors/page";
import { findOrganisation } from "@/lib/organisation/queries";
import { zoneNames } from "@/lib/zones/table";
import { changeOrganisation, changeRetention } from "./actions";
import { openTabs } from "./tabs";

export const metadata = { title: "Settings" };

export default page({
  permission: "settings.manage",
  load: (context) => findOrganisation(context),
  render: ({ actor, data: { name, zone, slug, logDays } }) => (
    <SettingsFrame base={`/o/${actor.slug}`} current="organisation" open={openTabs(actor)}>
      <div>
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
            <div>
              <SubmitButton pending="Saving…">Save</SubmitButton>
            </div>
          </ActionForm>
        </SettingsSection>
        <SettingsSection
          title="History"
          description="How far back the organisation remembers. A shorter time holds from the next day on, and owners are told by mail."
        >
          <ActionForm action={changeRetention.bind(null, actor.slug)} done="Saved.">
            <FormText
              name="logDays"
              label="Days that history is kept"
              type="number"
              min={30}
              max={3650}
              required
              defaultValue={String(logDays)}
              className="max-w-32"
              hint="30 to 3650. What is older is removed: entries of the change log, up to a signed head that stays; sent messages; ended invitations, keys, calendar feeds and support access; calendar feeds that nobody reads; time off that is over. Rosters stay."
            />
            <div>
              <SubmitButton pending="Saving…">Save</SubmitButton>
            </div>
          </ActionForm>
        </SettingsSection>
      </div>
    </SettingsFrame>
  ),
});
