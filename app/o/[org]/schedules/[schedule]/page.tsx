import { redirect } from "next/navigation";
import * as z from "zod";
import { Live } from "@/components/now/live";
import { SegmentLinks, TabLinks } from "@/components/ui/tab-links";
import { page } from "@/lib/doors/page";
import { formatTime, offsetName } from "@/lib/schedule/format";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { zones } from "@/lib/zones/table";
import { ArchiveSection } from "./archive-section";
import {
  DeactivatedPeople,
  DraftsUnderWay,
  MovedPeople,
  OnCallNow,
  ScheduleHeader,
  WithoutReview,
} from "./header";
import { History } from "./history";
import { hrefWith, instantsHref, type Search, searchSchema } from "./search";
import { SpanSection } from "./span-section";
import { TimeTravel } from "./time-travel";
import { type LoadedView, loadView } from "./view";

const paramsSchema = z.object({ schedule: rowIdSchema });

const VIEWS = [
  { view: "timeline", label: "Timeline" },
  { view: "month", label: "Month" },
  { view: "list", label: "List" },
  { view: "history", label: "History" },
] as const;

export default page({
  permission: "schedule.view",
  params: paramsSchema,
  search: searchSchema,
  load: (context, { schedule }, search) => loadView(context, schedule, search),
  render({ actor, now, data }) {
    const { schedule, zone, span, history, search, moments } = data;
    const base = `/o/${actor.slug}`;
    if (moments.isTyped && Object.keys(moments.problems).length === 0)
      redirect(`${base}/schedules/${schedule.id}${instantsHref(search)}`);
    const props = { actor, now, base, search };
    return (
      <>
        <title>{`${schedule.name} · Standby`}</title>
        <Live
          events={`${base}/events`}
          at={now}
          asOf={formatTime(now, zones(actor.zone))}
          changesAt={schedule.changesAt}
        />
        <ScheduleHeader schedule={schedule} actor={actor} />
        <WithoutReview schedule={schedule} base={base} />
        <DeactivatedPeople schedule={schedule} base={base} />
        <MovedPeople schedule={schedule} slug={actor.slug} />
        {schedule.head && schedule.archivedAt === null && (
          <OnCallNow
            schedule={schedule}
            zone={zone}
            now={now}
            href={hrefWith(search, { view: "list", at: now })}
          />
        )}
        <DraftsUnderWay schedule={schedule} base={base} />
        <div className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <TabLinks
            label="Views of the schedule"
            tabs={VIEWS.map(({ view, label }) => ({
              href: hrefWith(search, { view }),
              label,
              current: search.view === view,
            }))}
          />
          <ZoneChoice schedule={schedule} mine={actor.zone} search={search} now={now} />
        </div>
        {schedule.head && <TimeTravel data={data} />}
        {span && <SpanSection {...props} data={{ ...data, span }} />}
        {history && <History {...props} schedule={schedule} zone={zone} history={history} />}
        {schedule.may.manage && <ArchiveSection schedule={schedule} slug={actor.slug} />}
      </>
    );
  },
});

/** In whose zone the times are, where the two differ. */
function ZoneChoice({
  schedule,
  mine,
  search,
  now,
}: {
  readonly schedule: LoadedView["schedule"];
  readonly mine: string;
  readonly search: Search;
  readonly now: number;
}) {
  if (schedule.zone === mine) return null;
  const label = (name: string) =>
    `${name.split("/").at(-1)?.replaceAll("_", " ")} (${offsetName(now, zones(name))})`;
  return (
    <SegmentLinks
      label="Times in"
      tabs={[
        {
          href: hrefWith(search, { zone: "mine" }),
          label: `Mine: ${label(mine)}`,
          current: search.zone === "mine",
        },
        {
          href: hrefWith(search, { zone: "schedule" }),
          label: `Schedule's: ${label(schedule.zone)}`,
          current: search.zone === "schedule",
        },
      ]}
    />
  );
}
