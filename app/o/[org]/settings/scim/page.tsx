import { ScimGroups } from "@/components/scim/groups";
import { ScimTokens } from "@/components/scim/tokens";
import { ScimUsers } from "@/components/scim/users";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { CopyAddress } from "@/components/sso/copy-address";
import { SettingsSection } from "@/components/ui/card";
import { page } from "@/lib/doors/page";
import { scimBase } from "@/lib/scim/read";
import { findScim } from "@/lib/scim/settings-queries";
import { zones } from "@/lib/zones/table";
import { openTabs } from "../tabs";
import * as actions from "./actions";

export const metadata = { title: "Provisioning" };

export default page({
  permission: "organisation.own",
  load: findScim,
  render: ({ actor, now, data: { tokens, groups, users, total, teams } }) => (
    <SettingsFrame base={`/o/${actor.slug}`} current="scim" open={openTabs(actor)}>
      <div>
        <SettingsSection
          title="SCIM"
          description="Your provider makes members, keeps their names and groups, and deactivates who leaves: they are signed out at once, and you are told if a roster needs them."
        >
          <CopyAddress label="Base URL (tenant URL)" value={scimBase()} />
          <ScimTokens
            tokens={tokens}
            zone={zones(actor.zone)}
            now={now}
            create={actions.createToken.bind(null, actor.slug)}
            recycle={actions.recycleToken.bind(null, actor.slug)}
            revoke={actions.revokeToken.bind(null, actor.slug)}
          />
        </SettingsSection>
        <SettingsSection
          title="Groups"
          description="What a group at your provider means here: a team, a preset of permissions, or both. With a team, the permissions hold in that team; without one, everywhere."
        >
          <ScimGroups
            groups={groups}
            teams={teams}
            save={actions.mapGroup.bind(null, actor.slug)}
          />
        </SettingsSection>
        <SettingsSection
          title="Users"
          description="The people that your provider keeps here; who changed last comes first."
        >
          <ScimUsers users={users} total={total} base={`/o/${actor.slug}`} />
        </SettingsSection>
      </div>
    </SettingsFrame>
  ),
});
