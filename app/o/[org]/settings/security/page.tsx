import { FactorPolicyForm } from "@/components/settings/factor-policy-form";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { textsWork } from "@/lib/auth/phone";
import { page } from "@/lib/doors/page";
import { findFactorPolicy } from "@/lib/organisation/queries";
import { changeFactorPolicy } from "../actions";
import { openTabs } from "../tabs";

export const metadata = { title: "Sign-in" };

export default page({
  permission: "settings.manage",
  load: (context) => findFactorPolicy(context),
  render: ({ actor, data }) => (
    <SettingsFrame base={`/o/${actor.slug}`} current="security" open={openTabs(actor)}>
      <FactorPolicyForm
        action={changeFactorPolicy.bind(null, actor.slug)}
        texts={textsWork()}
        {...data}
      />
    </SettingsFrame>
  ),
});
