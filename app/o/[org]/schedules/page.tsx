import { CalendarPlus, UsersRound } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import * as z from "zod";
import { personNamed } from "@/components/schedule/people";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { PersonChip } from "@/components/ui/person-chip";
import { page } from "@/lib/doors/page";
import { listSchedules } from "@/lib/roster/schedule-queries";

export const metadata: Metadata = { title: "Schedules" };

const searchSchema = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) });

type List = Awaited<ReturnType<typeof listSchedules>>;
type Item = List["schedules"][number];

export default page({
  permission: "schedule.view",
  search: searchSchema,
  load: (context, _params, { page }) => listSchedules(context, page),
  render({ actor, data, search }) {
    const base = `/o/${actor.slug}/schedules`;
    const teams = [...new Map(data.schedules.map(({ team }) => [team.id, team])).values()];
    const first = (search.page - 1) * data.pageSize;
    const last = first + data.schedules.length;
    return (
      <>
        <PageHeader
          title="Schedules"
          description="Each answers one question: who is on call for this?"
          actions={
            data.mayAdd &&
            data.teams > 0 && (
              <ButtonLink href={`${base}/new`} variant="primary">
                <CalendarPlus aria-hidden />
                New schedule
              </ButtonLink>
            )
          }
        />
        {data.total === 0 ? (
          <Empty data={data} organisation={`/o/${actor.slug}`} />
        ) : (
          teams.map((team) => (
            <section key={team.id} aria-labelledby={`team-${team.id}`} className="mb-8">
              <h2 id={`team-${team.id}`} className="mb-2 font-strong text-base">
                {team.name}
              </h2>
              <TeamList
                base={base}
                rows={data.schedules.filter((schedule) => schedule.team.id === team.id)}
                names={data.names}
              />
            </section>
          ))
        )}
        <Pagination
          newer={search.page > 1 ? `?page=${search.page - 1}` : undefined}
          older={last < data.total ? `?page=${search.page + 1}` : undefined}
          labels={{ newer: "Previous", older: "Next" }}
        >
          {`${first + 1}–${last} of ${data.total}`}
        </Pagination>
      </>
    );
  },
});

function TeamList({
  base,
  rows,
  names,
}: {
  readonly base: string;
  readonly rows: readonly Item[];
  readonly names: List["names"];
}) {
  return (
    <ul className="border-line border-t">
      {rows.map((row) => (
        <li key={row.id} className="border-line border-b">
          <Link
            href={`${base}/${row.id}`}
            className="grid gap-x-6 gap-y-1 rounded-md py-3.5 hover:bg-hover md:-mx-3 md:grid-cols-[minmax(0,5fr)_minmax(0,6fr)_minmax(0,4fr)] md:items-center md:px-3"
          >
            <span className="font-strong">{row.name}</span>
            <span className="max-md:text-sm">
              <WhoNow row={row} names={names} />
            </span>
            <span className="flex flex-wrap gap-2 md:justify-end">
              {row.gaps > 0 && (
                <Badge tone="bad">
                  {row.gaps === 1 ? "1 gap" : `${row.gaps} gaps`} in two weeks
                </Badge>
              )}
              {row.drafts > 0 && (
                <Badge tone="accent">{row.drafts === 1 ? "1 draft" : `${row.drafts} drafts`}</Badge>
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function WhoNow({ row, names }: { readonly row: Item; readonly names: List["names"] }) {
  const [first] = row.tiers;
  if (row.headRevision === 0) return <span className="text-muted">Not published yet</span>;
  if (first && first.holders.length > 0) {
    return (
      <span className="flex flex-wrap gap-x-4 gap-y-1">
        {first.holders.map(({ person }) => (
          <PersonChip key={person} person={personNamed(names, person)} />
        ))}
      </span>
    );
  }
  return (
    <span className={first?.mustBeCovered ? "font-strong text-bad" : "text-muted"}>
      Nobody is on call
    </span>
  );
}

function Empty({ data, organisation }: { readonly data: List; readonly organisation: string }) {
  if (!data.mayAdd) {
    return (
      <EmptyState icon={CalendarPlus} title="No schedules yet">
        You will see the schedules of your teams here.
      </EmptyState>
    );
  }
  if (data.teams === 0) {
    return (
      <EmptyState
        icon={UsersRound}
        title="First a team"
        action={
          <ButtonLink href={`${organisation}/teams`} variant="primary">
            Make a team
          </ButtonLink>
        }
      >
        A schedule belongs to a team, whose members see it.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={CalendarPlus}
      title="No schedules yet"
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <ButtonLink href={`${organisation}/schedules/new`} variant="primary">
            Make a schedule
          </ButtonLink>
          <ButtonLink href={`${organisation}/import`}>Import a roster</ButtonLink>
        </div>
      }
    >
      A schedule says who is on call for one thing, and when.
    </EmptyState>
  );
}
