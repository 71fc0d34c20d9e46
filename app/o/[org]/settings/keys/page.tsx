import { FeedList } from "@/components/keys/feeds";
import { KeyForm } from "@/components/keys/key-form";
import { KeyList } from "@/components/keys/key-list";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { Section } from "@/components/ui/card";
import { page } from "@/lib/doors/page";
import { keyChoices, listKeys } from "@/lib/members/key-queries";
import { listFeeds } from "@/lib/roster/feed-queries";
import { zones } from "@/lib/zones/table";
import { createKey, recycleKey, revokeFeed, revokeKey } from "../actions";
import { openTabs } from "../tabs";

export const metadata = { title: "API keys" };

export default page({
  permission: "key.manage",
  load: async (context) => ({
    keys: await listKeys(context, "organisation"),
    choices: await keyChoices(context),
    feeds: await listFeeds(context, "organisation"),
  }),
  render: ({ actor, now, data: { keys, choices, feeds } }) => (
    <SettingsFrame base={`/o/${actor.slug}`} current="keys" open={openTabs(actor)}>
      <div className="grid max-w-4xl gap-10">
        <Section
          title="API keys"
          description="Those of the organisation, and those that members made for themselves."
        >
          {keys.length > 0 ? (
            <KeyList
              own={false}
              keys={keys}
              zone={zones(actor.zone)}
              now={now}
              recycle={recycleKey.bind(null, actor.slug)}
              revoke={revokeKey.bind(null, actor.slug)}
            />
          ) : (
            <p className="text-muted text-sm">There are none.</p>
          )}
        </Section>
        <Section
          title="Make a key of the organisation"
          description="It works on when you leave. You can only give it permissions that you hold yourself."
        >
          <KeyForm action={createKey.bind(null, actor.slug)} choices={choices} />
        </Section>
        <Section
          title="Calendar feeds"
          description="Private addresses that members made for their calendars. Each shows what its member may see."
        >
          {feeds.length > 0 ? (
            <FeedList
              feeds={feeds}
              zone={zones(actor.zone)}
              now={now}
              revoke={revokeFeed.bind(null, actor.slug)}
            />
          ) : (
            <p className="text-muted text-sm">There are none.</p>
          )}
        </Section>
      </div>
    </SettingsFrame>
  ),
});
