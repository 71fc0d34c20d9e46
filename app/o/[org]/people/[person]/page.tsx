import * as z from "zod";
import { PersonProfile } from "@/components/people/person-profile";
import { page } from "@/lib/doors/page";
import { findPerson, listTeams, mayManage } from "@/lib/people/queries";
import { can, canEverywhere } from "@/lib/tenancy/actor";
import { zoneNames, zones } from "@/lib/zones/table";
import { addTimeOff, archivePerson, changePerson, removeTimeOff } from "../actions";

export const metadata = { title: "Person" };

export default page({
  permission: "schedule.view",
  params: z.object({ person: z.uuid() }),
  load: async (context, { person: id }) => {
    const person = await findPerson(context, id);
    return person && { person, teams: await listTeams(context) };
  },
  render: ({ actor, now, data: { person, teams } }) => {
    const present = person.archivedAt === null;
    const managed = present && mayManage(actor, person);
    const own = present && person.memberId === actor.memberId;
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
