import * as z from "zod";
import { zoneNameSchema } from "@/lib/directory/schema";
import type { Revision } from "@/lib/schedule/types";
import type { Context } from "@/lib/tenancy/context";
import { zones } from "@/lib/zones/table";
import { whoIsOnCall } from "./now";
import type { Holder, NowTier } from "./now-answer";
import { whyNow } from "./now-why";
import { isoIn } from "./shift-answer";

/** `search` is part of a schedule's or team's name; `zone` is in which the times are, by default the caller's. */
export const nowSchema = z.object({
  search: z.string().trim().max(100).default(""),
  zone: zoneNameSchema("Give an IANA time zone, such as Europe/Berlin.").optional(),
});

/** Who is on call at this moment, for programs: by schedule and tier, with how to reach them, until when, and who is next. */
export async function answerNow(context: Context, input: z.output<typeof nowSchema>) {
  const view = await whoIsOnCall(context, input.search);
  const zone = zones(input.zone ?? context.actor.zone);
  const personOf = (id: string) => {
    const known = view.people[id];
    const { name = "Somebody who left", phone = null, email = null } = known ?? {};
    return { id, name, phone, email, ...(known?.deactivated && { deactivated: true }) };
  };
  const holder = ({ person, until, atLeast }: Holder) => ({
    ...personOf(person),
    until: isoIn(until, zone),
    atLeast,
  });
  const names = (id: string): string => view.others[id]?.name ?? personOf(id).name;
  const tier = (found: NowTier, revision: Revision | null) => ({
    id: found.id,
    name: found.name,
    mustBeCovered: found.mustBeCovered,
    onCall: found.holders.map(holder),
    /** Why these people, or why nobody; empty where nobody needs to be. */
    why: revision ? whyNow(found, revision, { names, zone, now: view.at }).join(" ") : "",
    next: found.next && {
      startsAt: isoIn(found.next.startsAt, zone),
      people: found.next.people.map(personOf),
    },
  });
  const search = input.search.toLowerCase();
  const found = view.schedules.filter((one) =>
    [one.name, one.team.name].some((name) => name.toLowerCase().includes(search)),
  );
  return {
    at: isoIn(view.at, zone),
    zone: zone.name,
    changesAt: view.changesAt === null ? null : isoIn(view.changesAt, zone),
    /** More than are listed where an organisation is very large: narrow it with `search`. */
    total: view.total > view.schedules.length ? view.total : found.length,
    schedules: found.map(({ id, name, team, revision, tiers, zone: own }) => ({
      id,
      name,
      team,
      zone: own,
      published: revision !== null,
      tiers: tiers.map((one) => tier(one, revision)),
    })),
  };
}
