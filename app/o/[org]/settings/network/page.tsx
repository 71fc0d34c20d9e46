import { ActionForm } from "@/components/form/action-form";
import { FormTextarea } from "@/components/form/fields";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { SettingsSection } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { page } from "@/lib/doors/page";
import { findOrganisation } from "@/lib/organisation/queries";
import { changeNetworks } from "../actions";
import { openTabs } from "../tabs";

export const metadata = { title: "Networks" };

export default page({
  permission: "settings.manage",
  load: (context) => findOrganisation(context),
  render: ({ actor, data: { networks } }) => {
    const address = actor.origin?.address ?? null;
    return (
      <SettingsFrame base={`/o/${actor.slug}`} current="network" open={openTabs(actor)}>
        <SettingsSection
          title="Networks"
          description="From where members, API keys and calendar feeds may reach this organisation. To everybody else it is as if it did not exist."
        >
          <p className="text-sm">
            {address === null ? (
              "Standby cannot tell from which address you come. Whoever runs it names its proxies in STANDBY_TRUSTED_PROXIES first."
            ) : (
              <>
                You come from <code>{address}</code>. A list without it is refused, so that you do
                not lock yourself out.
              </>
            )}
          </p>
          <ActionForm action={changeNetworks.bind(null, actor.slug)} done="Saved.">
            <FormTextarea
              name="networks"
              label="Let in from"
              rows={6}
              optional
              defaultValue={networks.join("\n")}
              hint="Addresses and ranges, one a line, such as 203.0.113.0/24 or 2001:db8::/32. Empty: from everywhere."
            />
            <div>
              <SubmitButton pending="Saving…">Save</SubmitButton>
            </div>
          </ActionForm>
        </SettingsSection>
      </SettingsFrame>
    );
  },
});
