import { ChartBarStacked, Download } from "lucide-react";
import { LoadBars } from "@/components/report/load-bars";
import { LoadTable, MonthTable } from "@/components/report/load-table";
import { QualityList } from "@/components/report/quality-list";
import { ReportFilters } from "@/components/report/report-filters";
import { buttonStyle } from "@/components/ui/button-style";
import { Callout } from "@/components/ui/callout";
import { Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { page } from "@/lib/doors/page";
import { type ReportView, reportOf } from "@/lib/roster/report-queries";
import { type ReportSearch, reportSearchSchema } from "@/lib/roster/report-span";
import { formatDay } from "@/lib/schedule/format";
import { zones } from "@/lib/zones/table";

export const metadata = { title: "Reports" };

/** The same span and choice, to download. */
function exportHref(path: string, { span }: ReportView, search: ReportSearch, lines: string) {
  const asked = {
    from: span.first,
    until: span.last,
    team: search.team,
    schedule: search.schedule,
  };
  const given = Object.entries({ ...asked, lines, bom: "1" });
  return `${path}/export?${new URLSearchParams(given.flatMap(([key, value]) => (value ? [[key, value]] : [])))}`;
}

function spanWords({ span, zone }: ReportView): string {
  const clock = zones(zone);
  const day = (at: number) => `${formatDay(at, clock)} ${span.first.slice(0, 4)}`;
  return `${day(span.startsAt)} to ${formatDay(span.endsAt - 1, clock)} ${span.last.slice(0, 4)} (${zone})`;
}

export default page({
  permission: "schedule.view",
  search: reportSearchSchema,
  load: (context, _, search) => reportOf(context, search),
  render: ({ actor, search, data }) => {
    const base = `/o/${actor.slug}`;
    const { span, report, months } = data;
    return (
      <>
        <PageHeader
          title="Reports"
          description="Who carries how much, and how good the rosters are: from what was published, as it held then; ahead, as it is published now."
          actions={
            data.mayExport &&
            (["shifts", "people"] as const).map((lines) => (
              <a
                key={lines}
                href={exportHref(`${base}/reports`, data, search, lines)}
                className={buttonStyle({})}
              >
                <Download aria-hidden />
                {lines === "shifts" ? "Shifts as CSV" : "People as CSV"}
              </a>
            ))
          }
        />
        <div className="grid gap-10">
          <ReportFilters action={`${base}/reports`} search={search} {...data} />
          {span.problem && <Callout tone="warn" title={span.problem} />}
          {!report && (
            <Callout tone="warn" title="That is more than one report holds">
              Choose a shorter time, a team or a schedule.
            </Callout>
          )}
          {report?.rows.length === 0 && (
            <EmptyState icon={ChartBarStacked} title="No hours in this time">
              {report.ownOnly
                ? "You were not on call in the schedules that you may see."
                : "Nobody was on call in these schedules. Choose another time."}
            </EmptyState>
          )}
          {report && report.rows.length > 0 && (
            <Section
              title="Hours on call"
              description={`${spanWords(data)}.${report.ownOnly ? " Where you do not plan or review, you see your own hours only." : ""}`}
            >
              <LoadBars rows={report.rows} />
              <LoadTable rows={report.rows} />
            </Section>
          )}
          {report && report.rows.length > 0 && months.length > 1 && (
            <Section title="By month" description="Hours on call.">
              <MonthTable rows={report.rows} months={months} />
            </Section>
          )}
          {report && report.schedules.length > 0 && (
            <Section
              title="Quality"
              description="100 is: somebody always there where somebody must be, a load shared out evenly, and nobody unreachable, on call twice, off or without rest. Beside each hint: the points that it would bring."
            >
              <QualityList
                base={base}
                schedules={report.schedules}
                people={report.names}
                spanMs={span.endsAt - span.startsAt}
              />
            </Section>
          )}
        </div>
      </>
    );
  },
});
