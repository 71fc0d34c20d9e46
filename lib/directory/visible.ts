import type { PersonId } from "@/lib/schedule/types";
import { type Actor, canEverywhere, teamsOf } from "@/lib/tenancy/actor";

/**
 * A filter for the people an actor may see: those of their teams, themselves, or everybody; and `besides`,
 * whom they see in a roster.
 */
export function visiblePeople(actor: Actor, besides: readonly PersonId[] = []) {
  if (canEverywhere(actor, "schedule.view")) return {};
  return {
    OR: [
      { memberId: actor.memberId },
      { id: { in: [...besides] } },
      { teams: { some: { teamId: { in: teamsOf(actor, "schedule.view") } } } },
    ],
  };
}
