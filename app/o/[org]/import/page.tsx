import * as z from "zod";
import { PeopleGuide, ScheduleGuide } from "@/components/import/guide";
import { PeopleImport } from "@/components/import/people-import";
import { ScheduleImport } from "@/components/import/schedule-import";
import { PageHeader } from "@/components/ui/page-header";
import { TabLinks } from "@/components/ui/tab-links";
import { page } from "@/lib/doors/page";
import { countries } from "@/lib/import/countries";
import { listTeams } from "@/lib/people/queries";
import { can } from "@/lib/tenancy/actor";
import { addPeople, lookAtPeople, lookAtSchedules, makeDrafts } from "./actions";

export const metadata = { title: "Import" };

const search = z.object({ of: z.enum(["schedules", "people"]).catch("schedules") });

export default page({
  permission: "import.run",
  search,
  load: listTeams,
  render: ({ actor, data: teams, search: { of } }) => {
    const base = `/o/${actor.slug}/import`;
    const mine = teams.filter(
      ({ id }) => can(actor, "schedule.manage", id) && can(actor, "schedule.edit", id),
    );
    return (
      <>
        <PageHeader
          title="Import"
          description="Bring rosters over from PagerDuty, Opsgenie or Grafana OnCall. You see what comes over, and whether it gives the same answers, before anything changes."
        />
        <TabLinks
          label="What to import"
          tabs={[
            { href: base, label: "Schedules", current: of === "schedules" },
            { href: `${base}?of=people`, label: "People", current: of === "people" },
          ]}
        />
        <div className="mt-6 grid max-w-4xl gap-8">
          {of === "schedules" ? <ScheduleGuide /> : <PeopleGuide />}
          <div>
            {of === "schedules" ? (
              <ScheduleImport
                look={lookAtSchedules.bind(null, actor.slug)}
                make={makeDrafts.bind(null, actor.slug)}
                teams={mine.map(({ id, name }) => ({ id, name }))}
              />
            ) : (
              <PeopleImport
                look={lookAtPeople.bind(null, actor.slug)}
                add={addPeople.bind(null, actor.slug)}
                countries={countries()}
              />
            )}
          </div>
        </div>
      </>
    );
  },
});
