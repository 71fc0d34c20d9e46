import * as z from "zod";
import { Feeds } from "@/components/keys/feeds";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { page } from "@/lib/doors/page";
import { listFeeds } from "@/lib/roster/feed-queries";
import { findSchedule } from "@/lib/roster/schedule-queries";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { zones } from "@/lib/zones/table";
import { createFeed, recycleFeed, revokeFeed } from "../../../me/actions";

export const metadata = { title: "Calendar feed" };

export default page({
  permission: "member",
  params: z.object({ schedule: rowIdSchema }),
  async load(context, params) {
    const schedule = await findSchedule(context, params.schedule);
    if (!schedule || schedule.archivedAt) return null;
    return { schedule, feeds: await listFeeds(context, "own", schedule.id) };
  },
  render({ actor, now, data: { schedule, feeds } }) {
    const base = `/o/${actor.slug}/schedules`;
    return (
      <>
        <PageHeader
          title="Calendar feed"
          description={`A private address, yours alone, at which calendars find who is on call for ${schedule.name}: from a month ago until a year ahead, with names and without numbers. It ends when you may not see the schedule any more.`}
          above={
            <Breadcrumb
              items={[
                { label: "Schedules", href: base },
                { label: schedule.name, href: `${base}/${schedule.id}` },
                { label: "Calendar feed" },
              ]}
            />
          }
        />
        <div className="grid max-w-3xl gap-6">
          <Feeds
            feeds={feeds}
            scheduleId={schedule.id}
            zone={zones(actor.zone)}
            now={now}
            create={createFeed.bind(null, actor.slug)}
            recycle={recycleFeed.bind(null, actor.slug)}
            revoke={revokeFeed.bind(null, actor.slug)}
          />
        </div>
      </>
    );
  },
});
