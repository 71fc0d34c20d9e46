import { SettingsFrame } from "@/components/settings/settings-frame";
import { AccessForm } from "@/components/support/access-form";
import { CurrentAccess, Looks, PastAccesses } from "@/components/support/accesses";
import { Section } from "@/components/ui/card";
import { page } from "@/lib/doors/page";
import { env } from "@/lib/env";
import { listAccesses } from "@/lib/support/queries";
import { zones } from "@/lib/zones/table";
import { endSupport, grantSupport } from "../actions";
import { openTabs } from "../tabs";

export const metadata = { title: "Support access" };

export default page({
  permission: "organisation.own",
  load: (context) => listAccesses(context),
  render: ({ actor, now, data: { current, past, looks, teams } }) => {
    const base = `/o/${actor.slug}`;
    const clock = { zone: zones(actor.zone), now };
    const staff = env().STANDBY_SUPPORT.length > 0;
    return (
      <SettingsFrame base={base} current="support" open={openTabs(actor)}>
        <div className="grid max-w-4xl gap-10">
          <Section
            title="Support access"
            description="The people who run this Standby see nothing of yours, unless you let them: read-only, for some hours, never phone numbers, addresses or keys. Each page that they open is in your change log."
          >
            {current && (
              <CurrentAccess access={current} end={endSupport.bind(null, actor.slug)} {...clock} />
            )}
            {!current && staff && (
              <AccessForm action={grantSupport.bind(null, actor.slug)} teams={teams} />
            )}
            {!current && !staff && (
              <p className="text-muted text-sm">
                This Standby names nobody as support, so there is nobody to let in.
              </p>
            )}
          </Section>
          {looks.length > 0 && (
            <Section title="What support looked at">
              <Looks looks={looks} log={`${base}/log`} {...clock} />
            </Section>
          )}
          {past.length > 0 && (
            <Section title="Before">
              <PastAccesses accesses={past} {...clock} />
            </Section>
          )}
        </div>
      </SettingsFrame>
    );
  },
});
