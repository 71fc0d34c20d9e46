import { UserRoundPlus, UsersRound } from "lucide-react";
import { PeopleSearch } from "@/components/people/people-search";
import { PersonList } from "@/components/people/person-list";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { page } from "@/lib/doors/page";
import {
  listPeople,
  listTeams,
  peopleSearchSchema,
  type PeopleSearch as Search,
} from "@/lib/people/queries";
import { canSomewhere } from "@/lib/tenancy/actor";
import { zones } from "@/lib/zones/table";

export const metadata = { title: "People" };

const hrefOf = (search: Search, to: number): string =>
  `?${new URLSearchParams({ q: search.q, team: search.team ?? "", page: String(to) })}`;

export default page({
  permission: "schedule.view",
  search: peopleSearchSchema,
  load: async (context, _, search) => ({
    ...(await listPeople(context, search)),
    teams: await listTeams(context),
  }),
  render: ({ actor, now, search, data: { people, total, first, more, teams } }) => {
    const base = `/o/${actor.slug}`;
    const add = canSomewhere(actor, "people.manage") && (
      <ButtonLink href={`${base}/people/new`} variant="primary">
        <UserRoundPlus aria-hidden />
        Add a person
      </ButtonLink>
    );
    const narrowed = search.q !== "" || search.team !== undefined;
    return (
      <>
        <PageHeader
          title="People"
          description="Everybody who can be on call. They need no account."
          actions={add}
        />
        {(total > 0 || narrowed) && (
          <PeopleSearch action={`${base}/people`} q={search.q} team={search.team} teams={teams} />
        )}
        {people.length > 0 && (
          <PersonList
            people={people}
            base={base}
            now={now}
            zones={zones}
            hidden={actor.support !== undefined}
          />
        )}
        {people.length === 0 && (
          <EmptyState
            icon={UsersRound}
            title={narrowed ? "Nobody fits" : "Nobody is here yet"}
            action={!narrowed && add}
          >
            {narrowed
              ? "Search for part of a name, or for a whole number or address."
              : "Add the people who take turns, with a number to call."}
          </EmptyState>
        )}
        <Pagination
          labels={{ newer: "Back", older: "More" }}
          newer={search.page > 1 ? hrefOf(search, search.page - 1) : undefined}
          older={more ? hrefOf(search, search.page + 1) : undefined}
        >
          {`${first}–${first + people.length - 1} of ${total}`}
        </Pagination>
      </>
    );
  },
});
