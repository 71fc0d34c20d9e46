import { type Actor, canEverywhere, teamsOf } from "@/lib/tenancy/actor";

/** A filter for the people an actor may see: those of their teams, themselves, or everybody. */
export function visiblePeople(actor: Actor) {
  if (canEverywhere(actor, "schedule.view")) return {};
  return {
    OR: [
      { memberId: actor.memberId },
      { teams: { some: { teamId: { in: teamsOf(actor, "schedule.view") } } } },
    ],
  };
}
