import * as z from "zod";
import { PersonProfile } from "@/components/people/person-profile";
import { page } from "@/lib/doors/page";
import { findPerson, listTeams, mayManage } from "@/lib/people/queries";
import { wishesOf } from "@/lib/people/wish-commands";
import { type Actor, can, canEverywhere } from "@/lib/tenancy/actor";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { zoneNames, zones } from "@/lib/zones/table";
import {
  addTimeOff,
  addWish,
  archivePerson,
  changePerson,
  removeTimeOff,
  removeWish,
} from "../actions";

export const metadata = { title: "Person" };

type Person = NonNullable<Awaited<ReturnType<typeof findPerson>>>;

/** What the actor may do with the person: manage them, or be them. */
function standing(actor: Actor, person: Person): { managed: boolean; own: boolean } {
  const present = person.archivedAt === null;
  return {
    managed: present && mayManage(actor, person),
    own: present && person.memberId === actor.memberId,
  };
}

const mayErase = (actor: Actor, { erasedAt }: Person): boolean =>
  erasedAt === null && canEverywhere(actor, "people.manage");

export default page({
  permission: "schedule.view",
  params: z.object({ person: rowIdSchema }),
  load: async (context, { person: id }) => {
    const person = await findPerson(context, id);
    if (!person) return null;
    const { managed, own } = standing(context.actor, person);
    return {
      person,
      teams: await listTeams(context),
      wishes: managed || own ? await wishesOf(context, id) : null,
    };
  },
  render: ({ actor, now, data: { person, teams, wishes } }) => {
    const { managed, own } = standing(actor, person);
    const to = actor.slug;
    return (
      <PersonProfile
        person={person}
        base={`/o/${to}`}
        now={now}
        zone={zones(actor.zone)}
        zones={zones}
        own={own}
        account={person.memberId && canEverywhere(actor, "member.manage") ? person.memberId : null}
        timeOff={
          managed || own
            ? { add: addTimeOff.bind(null, to), remove: removeTimeOff.bind(null, to) }
            : null
        }
        wishes={
          wishes && {
            entries: wishes,
            add: addWish.bind(null, to),
            remove: removeWish.bind(null, to),
          }
        }
        hidden={actor.support !== undefined}
        erase={mayErase(actor, person) ? `/o/${to}/people/${person.id}/erase` : null}
        manage={
          managed
            ? {
                change: changePerson.bind(null, to),
                archive: archivePerson.bind(null, to),
                teams,
                zoneNames,
                manages: (teamId) => can(actor, "people.manage", teamId),
              }
            : null
        }
      />
    );
  },
});
