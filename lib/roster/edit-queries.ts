import * as z from "zod";
import type { Definition } from "@/lib/schedule/types";
import type { ZoneData } from "@/lib/schedule/zone";
import { canEverywhere, teamsOf } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { zoneData, zoneNames } from "@/lib/zones/table";
import { documentsOf, factsAbout, getDraft, HORIZON, type LoadedDraft, mayOn } from "./draft-facts";
import { effectivePolicy } from "./policy-store";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Every person that these definitions name. */
function named(definitions: readonly Definition[]): string[] {
  const people = definitions.flatMap(({ tiers, overrides }) => [
    ...tiers.flatMap(({ layers }) =>
      layers.flatMap(({ rotation }) => rotation.turns.flatMap((turn) => turn.people)),
    ),
    ...overrides.flatMap((override) => {
      if (override.kind === "replace") return [override.person, override.by];
      return override.kind === "temporary"
        ? override.shifts.flatMap((shift) => shift.people)
        : override.people;
    }),
  ]);
  return [...new Set(people)].filter((id) => UUID.test(id));
}

/** Whom the editor may choose or has before them: the schedule's team first, then by name. */
async function peopleFor(context: Context, teamId: string, definitions: readonly Definition[]) {
  const { actor, db } = context;
  const seen = canEverywhere(actor, "schedule.view")
    ? {}
    : {
        OR: [
          { id: { in: named(definitions) } },
          { teams: { some: { teamId: { in: teamsOf(actor, "schedule.view") } } } },
        ],
      };
  const rows = await db.person.findMany({
    where: seen,
    orderBy: { name: "asc" },
    select: {
      id: true,
      name: true,
      zone: true,
      archivedAt: true,
      teams: { where: { teamId }, select: { teamId: true } },
    },
  });
  const people = rows.map(({ archivedAt, teams, ...person }) => ({
    ...person,
    archived: archivedAt !== null,
    inTeam: teams.length > 0,
  }));
  return people.sort((a, b) => Number(b.inTeam) - Number(a.inTeam));
}

const zonesNamed = ({ zone, tiers, homes = [] }: Definition): readonly string[] => [
  zone,
  ...homes.map((home) => home.zone),
  ...tiers.flatMap(({ layers }) => layers.flatMap((layer) => layer.zone ?? [])),
];

/**
 * All that the draft's editor works with, for somebody who may edit the schedule; null for anybody else.
 * `open: false` when the draft is past editing. Throws not_found as getDraft does.
 */
export async function findDraftForEditing(context: Context, draftId: string) {
  const draft = await getDraft(context, draftId);
  if (!mayOn(context, draft, "schedule.edit")) return null;
  return draft.status === "editing" || draft.status === "submitted"
    ? { open: true as const, ...(await editing(context, draft)) }
    : { open: false as const };
}

async function editing(context: Context, draft: LoadedDraft) {
  const { actor, now } = context;
  const { base, edited } = await documentsOf(context, draft);
  const people = await peopleFor(context, draft.schedule.teamId, [base, edited]);
  const shown = new Set(people.map(({ id }) => id));
  const facts = await factsAbout(context, now, now + HORIZON);
  const policy = await effectivePolicy(context.db, draft.scheduleId);
  const homes = people.map(({ zone }) => zone);
  const needed = [...zonesNamed(base), ...zonesNamed(edited), ...homes, actor.zone, "UTC"];
  const zones: readonly ZoneData[] = zoneData(needed);
  return {
    draft: {
      id: draft.id,
      title: draft.title,
      words: draft.words,
      version: draft.version,
      submitted: draft.status === "submitted",
    },
    schedule: { id: draft.scheduleId, name: draft.schedule.name },
    edited,
    base,
    published: draft.baseRevision > 0,
    moved: draft.baseRevision !== draft.schedule.headRevision,
    people,
    facts: {
      unreachable: [...facts.unreachable].filter((id) => shown.has(id)),
      left: [...(facts.left ?? [])].filter(([id]) => shown.has(id)),
      timeOff: facts.timeOff.filter(({ person }) => shown.has(person)),
      minRestMs: facts.minRestMs,
    },
    zones,
    zoneNames: [...new Set([...zoneNames, ...zonesNamed(edited)])],
    gates: policy.gates,
  };
}

/** Names of zones; more than the list holds of layers are never needed at once. */
export const zonesInput = z.strictObject({ names: z.array(z.string().max(64)).max(50) });

/** The rules of zones that an editor has chosen; unknown names are left out. */
export async function findZones(
  _context: Context,
  { names }: z.output<typeof zonesInput>,
): Promise<readonly ZoneData[]> {
  return zoneData(names);
}
