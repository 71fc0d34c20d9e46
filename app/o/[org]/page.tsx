import { CalendarRange, Search as SearchIcon } from "lucide-react";
import type { Metadata } from "next";
import * as z from "zod";
import { FirstSteps } from "@/components/now/first-steps";
import { Live } from "@/components/now/live";
import { Search } from "@/components/now/search";
import { EmptyState } from "@/components/ui/empty-state";
import { page } from "@/lib/doors/page";
import { whoIsOnCall } from "@/lib/roster/now";
import { firstSteps } from "@/lib/roster/schedule-queries";
import { formatTime } from "@/lib/schedule/format";
import { zones } from "@/lib/zones/table";
import { NowList } from "./schedules/now-list";
import { OwnStatus } from "./schedules/own-status";

export const metadata: Metadata = { title: "On call now" };

const searchSchema = z.object({
  q: z.string().trim().max(80).catch(""),
  zone: z.enum(["mine", "schedule"]).catch("mine"),
});

export default page({
  permission: "schedule.view",
  search: searchSchema,
  async load(context, _params, { q }) {
    const view = await whoIsOnCall(context, q);
    return { view, steps: view.total === 0 && q === "" ? await firstSteps(context) : null };
  },
  render({ actor, data: { view, steps }, search }) {
    const base = `/o/${actor.slug}`;
    const zone = zones(actor.zone);
    const live = (
      <Live
        events={`${base}/events`}
        at={view.at}
        asOf={formatTime(view.at, zone)}
        changesAt={view.changesAt}
      />
    );
    if (steps) {
      return (
        <>
          {live}
          <h1 className="mb-6 font-strong text-xl">On call now</h1>
          {steps.length > 0 ? (
            <FirstSteps
              steps={steps.map(({ path, ...step }) => ({ ...step, href: `${base}${path}` }))}
            />
          ) : (
            <EmptyState icon={CalendarRange} title="No schedules yet">
              You will see who is on call here as soon as a schedule of your teams exists.
            </EmptyState>
          )}
        </>
      );
    }
    return (
      <div className="mx-auto max-w-3xl">
        {live}
        <OwnStatus mine={view.mine} base={base} zone={zone} now={view.at} />
        <header className="mb-2 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <h1 className="font-strong text-xl">On call now</h1>
          <div className="w-full sm:w-64">
            <Search
              words={search.q}
              live={view.total <= view.schedules.length}
              kept={search.zone === "schedule" ? { zone: "schedule" } : {}}
              icon={
                <SearchIcon
                  aria-hidden
                  className="pointer-events-none absolute top-3 left-3 size-4 text-faint max-md:top-4"
                />
              }
            />
          </div>
        </header>
        <NowList view={view} base={base} reader={actor.zone} search={search} />
      </div>
    );
  },
});
