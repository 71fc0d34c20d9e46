import * as z from "zod";
import { ActionForm } from "@/components/form/action-form";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { Connections, NewConnection } from "@/components/sso/connections";
import { Domains } from "@/components/sso/domains";
import { Callout } from "@/components/ui/callout";
import { SettingsSection } from "@/components/ui/card";
import { Switch } from "@/components/ui/choice";
import { SubmitButton } from "@/components/ui/submit-button";
import { page } from "@/lib/doors/page";
import { findSso } from "@/lib/organisation/sso-queries";
import { domainRecord } from "@/lib/sso/domain";
import { providerAddress } from "@/lib/sso/provider";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { openTabs } from "../tabs";
import * as actions from "./actions";

export const metadata = { title: "Single sign-on" };

const addressesOf = (id: string) => ({
  callback: providerAddress(id, "callback"),
  acs: providerAddress(id, "acs"),
  metadata: providerAddress(id, "metadata"),
  start: providerAddress(id, "start"),
});

export default page({
  permission: "organisation.own",
  search: z.object({ tried: rowIdSchema.optional().catch(undefined) }),
  load: async (context) => {
    const { required, trusted, connections, domains } = await findSso(context);
    return {
      required,
      trusted,
      connections: connections.map(({ kind, ...rest }) => ({
        ...rest,
        kind: kind === "saml" ? ("saml" as const) : ("oidc" as const),
        addresses: addressesOf(rest.id),
      })),
      domains: domains.map(({ domain, token, verifiedAt }) => ({
        domain,
        verified: verifiedAt !== null,
        record: domainRecord(domain, token),
      })),
    };
  },
  render: ({ actor, data: { required, trusted, connections, domains }, search: { tried } }) => {
    const base = `/o/${actor.slug}`;
    const worked = connections.find(({ id }) => id === tried);
    return (
      <SettingsFrame base={base} current="sso" open={openTabs(actor)}>
        <div>
          {worked && (
            <div className="mb-8 max-w-4xl">
              <Callout tone="good" title={`${worked.name} works`}>
                It said who you are, and that is linked to your account.
              </Callout>
            </div>
          )}
          <SettingsSection
            title="Providers"
            description="Members sign in where they sign in to everything else: Google Workspace, Microsoft Entra, Okta, or any that speaks OpenID Connect or SAML. What your provider says counts in this organisation alone."
          >
            {connections.length > 0 && (
              <Connections
                connections={connections}
                back={`${base}/settings/sso`}
                saveOidc={actions.saveOidc.bind(null, actor.slug)}
                saveSaml={actions.saveSaml.bind(null, actor.slug)}
                saveSamlMetadata={actions.saveSamlMetadata.bind(null, actor.slug)}
                remove={actions.removeConnection.bind(null, actor.slug)}
              />
            )}
            <NewConnection action={actions.addConnection.bind(null, actor.slug)} />
          </SettingsSection>
          <SettingsSection
            title="Requirement"
            description="Whether members must sign in by one of these providers. Members with a second factor of their own are still asked for it here, where one counts."
          >
            <ActionForm
              action={actions.requireSso.bind(null, actor.slug)}
              done="Saved. It holds from now on."
            >
              <Switch
                name="required"
                value="true"
                defaultChecked={required}
                label="Members sign in by single sign-on"
                hint="Owners can still come in by their own means and a second factor, for the day when the provider fails; each time is logged and mailed to all owners. API keys and calendar feeds go on."
              />
              <div>
                <SubmitButton pending="Saving…">Save</SubmitButton>
              </div>
            </ActionForm>
          </SettingsSection>
          <SettingsSection
            title="Second factors"
            description="Whether your providers ask for one whenever somebody signs in."
          >
            <ActionForm action={actions.trustFactors.bind(null, actor.slug)} done="Saved.">
              <Switch
                name="trusted"
                value="true"
                defaultChecked={trusted}
                label="Our providers see to second factors"
                hint="Members who sign in by a provider are then not asked for a second factor of their own in this organisation: not where you require one, nor for administration, for which their account must still have one. A sensitive act in a session that has not been proven for five minutes asks for it all the same. Whoever runs the provider can act as your administrators."
              />
              <div>
                <SubmitButton pending="Saving…">Save</SubmitButton>
              </div>
            </ActionForm>
          </SettingsSection>
          <SettingsSection
            title="Domains"
            description="Members who write an address in a domain of yours are led to your provider. It lets nobody in by itself: everybody links their account once."
          >
            <Domains
              domains={domains}
              add={actions.addDomain.bind(null, actor.slug)}
              verify={actions.verifyDomain.bind(null, actor.slug)}
              remove={actions.removeDomain.bind(null, actor.slug)}
            />
          </SettingsSection>
        </div>
      </SettingsFrame>
    );
  },
});
