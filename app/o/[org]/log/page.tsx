import { ScrollText } from "lucide-react";
import { ExportLink, SignedHead } from "@/components/log/export-links";
import { HeadPlaces } from "@/components/log/head-places";
import { LogFilters } from "@/components/log/log-filters";
import { LogList } from "@/components/log/log-list";
import { VerifyPanel } from "@/components/log/verify-panel";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { page } from "@/lib/doors/page";
import { latestHead } from "@/lib/log/head";
import { placeStates } from "@/lib/log/sink-state";
import { setPlaces } from "@/lib/log/sinks";
import { logGroups } from "@/lib/roster/log-groups";
import { type LogSearch, listEntries, logChoices, logSearchSchema } from "@/lib/roster/log-queries";
import { compareKept, verifyLog } from "@/lib/roster/log-verify";
import { formatInstant } from "@/lib/schedule/format";
import { canEverywhere } from "@/lib/tenancy/actor";
import { zones } from "@/lib/zones/table";

export const metadata = { title: "Change log" };

const groups = Object.entries(logGroups).map(([id, { label }]) => ({ id, name: label }));

const filtersOf = ({ before: _b, verify: _v, kept: _k, number: _n, ...filters }: LogSearch) =>
  filters;

/** The same filters, further back. */
function hrefOf(search: LogSearch, before: number | undefined): string {
  const kept = Object.entries({ ...filtersOf(search), before });
  return `?${new URLSearchParams(kept.flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])))}`;
}

export default page({
  permission: "log.view",
  search: logSearchSchema,
  // What is verified is longer than one query, and people go on working.
  snapshot: true,
  load: async (context, _, search) => ({
    ...(await listEntries(context, search)),
    ...(await logChoices(context)),
    head: await latestHead(context.db),
    places: canEverywhere(context.actor, "organisation.own")
      ? await placeStates(context.db, setPlaces(), context.now)
      : null,
    outcome:
      search.verify === undefined
        ? null
        : {
            ...(await verifyLog(context, search.verify)),
            kept: search.kept && (await compareKept(context, search.kept)),
          },
  }),
  render: ({ actor, now, search, data }) => {
    const { entries, older, members, schedules, head, places, outcome } = data;
    const at = (instant: number) => formatInstant(instant, zones(actor.zone), now);
    const path = `/o/${actor.slug}/log`;
    return (
      <>
        <PageHeader
          title="Change log"
          description="Everything that was done here. Nobody can rewrite it unseen: each entry carries the hash of the one before, and the last one is signed."
          actions={
            <>
              {!outcome && <VerifyPanel action={path} outcome={null} />}
              {canEverywhere(actor, "log.export") && <ExportLink href={`${path}/export`} />}
            </>
          }
        />
        <div className="grid gap-6">
          <SignedHead log={path} head={head && { ...head, signedAt: at(head.createdAt) }} />
          {places && (
            <HeadPlaces
              places={places.map(({ failingSince, ...place }) => ({
                ...place,
                failingSince: failingSince === null ? null : at(failingSince),
              }))}
            />
          )}
          {search.number !== undefined && (
            <Callout
              title={`Entry ${search.number} alone`}
              action={
                <ButtonLink variant="link" href={path}>
                  Show all
                </ButtonLink>
              }
            />
          )}
          {outcome && <VerifyPanel action={path} outcome={outcome} />}
          <LogFilters
            action={path}
            values={filtersOf(search)}
            groups={groups}
            members={members}
            schedules={schedules}
          />
          {entries.length === 0 && (
            <EmptyState icon={ScrollText} title="No entry fits">
              Choose a longer time, or fewer filters.
            </EmptyState>
          )}
          {entries.length > 0 && (
            <LogList
              zone={zones(actor.zone)}
              now={now}
              log={path}
              lines={entries.map(({ entry, ...words }) => ({ ...entry, ...words }))}
            />
          )}
          <Pagination
            older={older ? hrefOf(search, older) : undefined}
            newer={search.before ? hrefOf(search, undefined) : undefined}
            labels={{ newer: "Newest", older: "Older" }}
          />
        </div>
      </>
    );
  },
});
