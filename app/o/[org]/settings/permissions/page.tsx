import { WhoMay } from "@/components/members/who-may";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { page } from "@/lib/doors/page";
import { listAccess } from "@/lib/members/access-queries";
import { zones } from "@/lib/zones/table";
import { openTabs } from "../tabs";

export const metadata = { title: "Who may do what" };

export default page({
  permission: "member.manage",
  load: (context) => listAccess(context),
  render: ({ actor, now, data }) => {
    const base = `/o/${actor.slug}`;
    return (
      <SettingsFrame base={base} current="permissions" open={openTabs(actor)}>
        <div className="grid max-w-4xl gap-8">
          <WhoMay permissions={data} base={base} zone={zones(actor.zone)} now={now} />
        </div>
      </SettingsFrame>
    );
  },
});
