import { randomUUID } from "node:crypto";
import { addTimeOff } from "@/lib/people/commands";
import { addWish } from "@/lib/people/wish-commands";
import { createFeed } from "@/lib/roster/feed-commands";
import { pack } from "@/lib/roster/import-pack";
import type { Actor } from "@/lib/tenancy/actor";
import type { Permission } from "@/lib/tenancy/permissions";
import { person as addPerson } from "@/scripts/demo-stage";
import { fixture } from "@/tests/fixtures/import/files";
import { inDays } from "./draft-stage";
import type { Sample, Samples } from "./sample";
import { at, type World } from "./world";

/** A page of everything that somebody may see, wherever they may. */
const list = (...needs: Permission[]): Sample => ({ needs, anywhere: true });
const details = { name: "Somebody", zone: "UTC", phone: "", email: "" };
const span = { from: inDays(3), until: inDays(4) };
const ROSTER = fixture("pagerduty-schedule.json");
const PEOPLE = "Name,E-mail\nNew Person,new@example.com\n";

/** Somebody of the team whom nothing else needs. */
const spare = ({ owner, teamId }: World): Promise<string> =>
  addPerson(owner, "Spare", "UTC", null, null, [teamId]);

async function feed(actor: Actor): Promise<{ feedId: string }> {
  return at(actor, async (context) => {
    await createFeed(context, { scheduleId: null, days: null });
    const order = { orderBy: { createdAt: "desc" } as const };
    return { feedId: (await context.db.feed.findFirst(order))?.id ?? "" };
  });
}

async function timeOff({ owner }: World, personId: string): Promise<string> {
  const note = randomUUID();
  return at(owner, async (context) => {
    await addTimeOff(context, { personId, ...span, note });
    return (await context.db.timeOff.findFirst({ where: { note } }))?.id ?? "";
  });
}

async function wish({ owner }: World, personId: string): Promise<string> {
  const note = randomUUID();
  const made = { personId, kind: "avoids", weekday: 1, weight: 1, note } as const;
  return at(owner, async (context) => {
    await addWish(context, { ...made, from: undefined, until: undefined });
    return (await context.db.wish.findFirst({ where: { note } }))?.id ?? "";
  });
}

const wished = { kind: "avoids", weekday: "1", from: "", until: "", weight: "1", note: "" };

/** For one's own shifts it takes what asking for cover takes. */
const takeOver: Sample = {
  needs: ["schedule.view", "schedule.edit"],
  fields: async ({ people: [personId, by] }) => ({ personId, by }),
};

/** Everybody's own; of others, theirs who manage them. */
export const peopleSamples: Samples = {
  "people/page.tsx": [list("schedule.view")],
  "people/new/page.tsx": [list("people.manage")],
  "people/[person]/page.tsx": [
    { needs: ["schedule.view"], params: ({ people }) => ({ person: people[0] }) },
  ],
  "people/actions.ts addPerson": [
    {
      needs: ["people.manage"],
      otherwise: "invalid",
      fields: async ({ teamId }) => ({ ...details, teams: [teamId] }),
    },
  ],
  "people/actions.ts changePerson": [
    {
      needs: ["people.manage"],
      fields: async (world) => ({
        ...details,
        personId: await spare(world),
        teams: [world.teamId],
      }),
    },
  ],
  "people/actions.ts archivePerson": [
    { needs: ["people.manage"], fields: async (world) => ({ personId: await spare(world) }) },
  ],
  "people/actions.ts addTimeOff": [
    { needs: [], fields: async (_, { personId }) => ({ personId, ...span, note: "" }) },
    {
      needs: ["people.manage"],
      fields: async ({ people: [personId] }) => ({ personId, ...span, note: "" }),
    },
  ],
  "people/actions.ts removeTimeOff": [
    {
      needs: [],
      fields: async (world, { personId }) => ({ timeOffId: await timeOff(world, personId) }),
    },
    {
      needs: ["people.manage"],
      otherwise: "stale",
      fields: async (world) => ({ timeOffId: await timeOff(world, world.people[0]) }),
    },
  ],
  "people/actions.ts addWish": [
    { needs: [], fields: async (_, { personId }) => ({ personId, ...wished }) },
    {
      needs: ["people.manage"],
      fields: async ({ people: [personId] }) => ({ personId, ...wished }),
    },
  ],
  "people/actions.ts removeWish": [
    { needs: [], fields: async (world, { personId }) => ({ wishId: await wish(world, personId) }) },
    {
      needs: ["people.manage"],
      otherwise: "stale",
      fields: async (world) => ({ wishId: await wish(world, world.people[0]) }),
    },
  ],
  "people/[person]/erase/page.tsx": [
    {
      needs: ["people.manage", "schedule.view"],
      params: ({ people }) => ({ person: people[0] }),
    },
  ],
  "people/actions.ts erasePerson": [
    { needs: ["people.manage"], fields: async (world) => ({ personId: await spare(world) }) },
  ],
  "people/actions.ts handOver": [takeOver],
  "me/data/page.tsx": [list()],
  "me/data/export/route.ts": [list()],
  "me/data/actions.ts handOverMine": [takeOver],
  "me/data/actions.ts eraseMe": [{ needs: [], fields: async () => ({}) }],
  "me/page.tsx": [list()],
  "me/permissions/page.tsx": [list()],
  "more/page.tsx": [list()],
  "me/actions.ts changeProfile": [{ needs: [], fields: async () => details }],
  "import/page.tsx": [list("import.run")],
  "import/actions.ts lookAtSchedules": [
    { needs: ["import.run"], fields: async () => ({ pasted: ROSTER }) },
  ],
  "me/actions.ts createFeed": [
    { needs: [], fields: async () => ({}) },
    { needs: ["schedule.view"], fields: async ({ scheduleId }) => ({ scheduleId }) },
  ],
  "me/actions.ts recycleFeed": [
    { needs: [], fields: async (_, { actor }) => ({ ...(await feed(actor)), overlap: "24" }) },
  ],
  "settings/actions.ts revokeFeed": [
    { needs: ["key.manage"], fields: ({ author }) => feed(author) },
  ],
  "me/actions.ts revokeFeed": [{ needs: [], fields: (_, { actor }) => feed(actor) }],
  "import/actions.ts makeDrafts": [
    {
      needs: ["import.run", "schedule.manage", "schedule.edit", "people.manage"],
      fields: async ({ teamId }) => ({ packed: pack(ROSTER), teamId, confirm: "yes" }),
    },
  ],
  "import/actions.ts lookAtPeople": [
    { needs: ["import.run"], fields: async () => ({ pasted: PEOPLE, country: "" }) },
  ],
  "import/actions.ts addPeople": [
    {
      needs: ["import.run", "people.manage"],
      otherwise: "invalid",
      fields: async () => ({ packed: pack(PEOPLE), country: "", confirm: "yes" }),
    },
  ],
  "reports/page.tsx": [list("schedule.view")],
  "reports/export/route.ts": [
    { needs: ["report.export"], anywhere: true, search: () => ({ month: "2026-10" }) },
  ],
};
