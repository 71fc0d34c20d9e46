import { CalendarPlus, UsersRound } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import * as z from "zod";
import { namesOf } from "@/components/schedule/people";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Table } from "@/components/ui/table";
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
              <TeamTable
                label={`Schedules of ${team.name}`}
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

function TeamTable({
  label,
  base,
  rows,
  names,
}: {
  readonly label: string;
  readonly base: string;
  readonly rows: readonly Item[];
  readonly names: List["names"];
}) {
  return (
    <Table label={label} className="table-fixed max-md:min-w-136">
      <thead>
        <tr>
          <th scope="col" className="w-[30%]">
            Schedule
          </th>
          <th scope="col">On call now</th>
          <th scope="col" className="w-44">
            Next two weeks
          </th>
          <th scope="col" className="w-36">
            Drafts
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <Link
                href={`${base}/${row.id}`}
                className="rounded-sm py-1 font-strong hover:underline"
              >
                {row.name}
              </Link>
            </th>
            <td>
              <WhoNow row={row} names={names} />
            </td>
            <td>
              {row.headRevision > 0 &&
                (row.gaps > 0 ? (
                  <Badge tone="bad">{row.gaps === 1 ? "1 gap" : `${row.gaps} gaps`}</Badge>
                ) : (
                  <span className="text-muted">Covered</span>
                ))}
            </td>
            <td>
              {row.drafts > 0 && (
                <Badge tone="accent">{row.drafts === 1 ? "1 draft" : `${row.drafts} drafts`}</Badge>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function WhoNow({ row, names }: { readonly row: Item; readonly names: List["names"] }) {
  const [first] = row.tiers;
  if (row.headRevision === 0) return <span className="text-muted">Not published yet</span>;
  if (first && first.holders.length > 0)
    return namesOf(
      names,
      first.holders.map(({ person }) => person),
    );
  return (
    <span className={first?.mustBeCovered ? "font-strong text-bad" : "text-muted"}>Nobody</span>
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
