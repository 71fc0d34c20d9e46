import { PolicyForm } from "@/components/settings/policy-form";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { page } from "@/lib/doors/page";
import { organisationPolicy } from "@/lib/roster/policy-store";
import { changePolicy } from "../actions";
import { openTabs } from "../tabs";

export const metadata = { title: "Policy" };

export default page({
  permission: "settings.manage",
  load: ({ db }) => organisationPolicy(db),
  render: ({ actor, data: { rules, version } }) => (
    <SettingsFrame base={`/o/${actor.slug}`} current="policy" open={openTabs(actor)}>
      <p className="max-w-[65ch] text-muted">
        How a draft becomes the roster, for every schedule. A schedule can have a stricter policy of
        its own, never a laxer one.
      </p>
      <PolicyForm action={changePolicy.bind(null, actor.slug)} rules={rules} version={version} />
    </SettingsFrame>
  ),
});
