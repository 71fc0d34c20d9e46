import { FactorPolicyForm } from "@/components/settings/factor-policy-form";
import { SessionLimitsForm } from "@/components/settings/session-limits-form";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { textsWork } from "@/lib/auth/phone";
import { page } from "@/lib/doors/page";
import { findFactorPolicy, findSessionLimits } from "@/lib/organisation/queries";
import { changeFactorPolicy, changeSessionLimits } from "../actions";
import { openTabs } from "../tabs";

export const metadata = { title: "Sign-in" };

export default page({
  permission: "settings.manage",
  load: async (context) => {
    const factors = await findFactorPolicy(context);
    const limits = await findSessionLimits(context);
    return factors && limits && { factors, limits };
  },
  render: ({ actor, data: { factors, limits } }) => (
    <SettingsFrame base={`/o/${actor.slug}`} current="security" open={openTabs(actor)}>
      <div>
        <FactorPolicyForm
          action={changeFactorPolicy.bind(null, actor.slug)}
          texts={textsWork()}
          {...factors}
        />
        <SessionLimitsForm action={changeSessionLimits.bind(null, actor.slug)} {...limits} />
      </div>
    </SettingsFrame>
  ),
});
