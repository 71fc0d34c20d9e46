import { addSchedule } from "@/lib/roster/schedule-commands";
import type { Permission } from "@/lib/tenancy/permissions";
import {
  approvedDraft,
  emergency,
  inDays,
  noPlans,
  openedDraft,
  plan,
  planFields,
  type Seen,
  submittedDraft,
} from "./draft-stage";
import type { Fields, Sample, Samples } from "./sample";
import { at, type World } from "./world";

const seen = ({ draftId, version }: Pick<Seen, "draftId" | "version">): Fields => ({
  draftId,
  version: String(version),
});
const byAuthor = ({ author }: World) => ({ actor: author });
const schedule = ({ scheduleId }: World) => ({ schedule: scheduleId });
const span = { from: inDays(3), until: inDays(4) };
/** A page of everything that somebody may see, wherever they may. */
const list = (...needs: Permission[]): Sample => ({ needs, anywhere: true });

const draft = ({ draftId }: World) => ({ draft: draftId });

const ofDrafts: Samples = {
  "drafts/page.tsx": [list("schedule.view")],
  "drafts/[draft]/page.tsx": [{ needs: ["schedule.view"], params: draft }],
  "drafts/[draft]/edit/page.tsx": [{ needs: ["schedule.view", "schedule.edit"], params: draft }],
  "drafts/[draft]/edit/actions.ts save": [
    {
      needs: ["schedule.view", "schedule.edit"],
      async fields(world) {
        const { document, ...opened } = await openedDraft(world, byAuthor(world));
        return { ...seen(opened), title: "Saved", words: "", document: JSON.stringify(document) };
      },
    },
  ],
  "drafts/[draft]/edit/actions.ts submit": [
    {
      needs: ["schedule.view", "schedule.edit"],
      fields: async (world) => seen(await openedDraft(world, byAuthor(world))),
    },
  ],
  "drafts/[draft]/edit/actions.ts fetchZones": [
    {
      needs: ["schedule.edit"],
      anywhere: true,
      fields: async () => ({ names: ["Europe/Berlin"] }),
    },
  ],
  "drafts/actions.ts submit": [
    {
      needs: ["schedule.view"],
      fields: async (world, caller) => seen(await openedDraft(world, caller)),
    },
    {
      needs: ["schedule.view", "schedule.edit"],
      fields: async (world) => seen(await openedDraft(world, byAuthor(world))),
    },
  ],
  "drafts/actions.ts withdraw": [
    {
      needs: ["schedule.view"],
      fields: async (world, caller) => seen(await openedDraft(world, caller)),
    },
    {
      needs: ["schedule.view", "schedule.manage"],
      fields: async (world) => seen(await openedDraft(world, byAuthor(world))),
    },
  ],
  "drafts/actions.ts rebase": [
    {
      needs: ["schedule.view", "schedule.edit"],
      fields: async (world) => seen(await openedDraft(world, byAuthor(world))),
    },
  ],
  "drafts/actions.ts review": [
    {
      needs: ["schedule.view", "schedule.approve"],
      fields: async (world) => ({
        ...seen(await submittedDraft(world, byAuthor(world))),
        decision: "approve",
      }),
    },
  ],
  "drafts/actions.ts afterwards": [
    {
      needs: ["schedule.view", "schedule.approve"],
      fields: async (world) => ({
        draftId: (await emergency(world)).draftId,
        decision: "approve",
      }),
    },
  ],
  "drafts/actions.ts acknowledge": [
    {
      needs: ["schedule.view"],
      fields: async (world) => seen(await submittedDraft(world, byAuthor(world))),
    },
  ],
  "drafts/actions.ts publish": [
    {
      needs: ["schedule.view", "schedule.publish"],
      fields: async (world) => seen(await approvedDraft(world)),
    },
  ],
  "drafts/actions.ts publishAtOnce": [
    {
      needs: ["schedule.view", "schedule.emergency"],
      fields: async (world) => ({
        ...seen(await openedDraft(world, byAuthor(world))),
        words: "Now.",
      }),
    },
  ],
};

const ofSchedules: Samples = {
  "layout.tsx": [list()],
  "page.tsx": [list("schedule.view")],
  "events/route.ts": [list("schedule.view")],
  "now.json/route.ts": [list("schedule.view")],
  "schedules/page.tsx": [list("schedule.view")],
  "schedules/new/page.tsx": [list("schedule.manage")],
  "schedules/[schedule]/page.tsx": [{ needs: ["schedule.view"], params: schedule }],
  "schedules/[schedule]/feed/page.tsx": [{ needs: ["schedule.view"], params: schedule }],
  "schedules/[schedule]/shifts/route.ts": [
    {
      needs: ["schedule.view"],
      params: schedule,
      search: () => ({ from: `${inDays(0)}:00Z`, until: `${inDays(7)}:00Z` }),
    },
  ],
  "schedules/[schedule]/cover/page.tsx": [
    { needs: ["schedule.view", "schedule.cover"], params: schedule },
  ],
  "schedules/[schedule]/swap/page.tsx": [
    { needs: ["schedule.view", "schedule.cover"], params: schedule },
  ],
  "schedules/[schedule]/plan/page.tsx": [
    { needs: ["schedule.view", "schedule.edit"], params: schedule },
  ],
  "schedules/[schedule]/policy/page.tsx": [{ needs: ["settings.manage"], params: schedule }],
  "schedules/actions.ts add": [
    {
      needs: ["schedule.manage"],
      fields: async ({ teamId }) => ({ name: "Another", teamId, zone: "UTC", description: "" }),
    },
  ],
  "schedules/actions.ts edit": [
    {
      needs: ["schedule.view", "schedule.edit"],
      fields: async ({ scheduleId }) => ({ scheduleId }),
    },
  ],
  "schedules/actions.ts archive": [
    {
      needs: ["schedule.view", "schedule.manage"],
      async fields({ owner, teamId }) {
        const made = { name: "Short-lived", teamId, description: "", zone: "UTC" };
        const { scheduleId } = await at(owner, (context) => addSchedule(context, made));
        return { scheduleId };
      },
    },
  ],
  "schedules/actions.ts restore": [
    {
      needs: ["schedule.view", "schedule.edit"],
      async fields(world) {
        await emergency(world);
        return { scheduleId: world.scheduleId, number: "1" };
      },
    },
  ],
  "schedules/actions.ts cover": [
    {
      needs: ["schedule.view", "schedule.cover"],
      fields: async ({ scheduleId, people }, { personId }) => ({
        scheduleId,
        person: personId,
        by: people[0],
        ...span,
        reason: "",
      }),
    },
    {
      needs: ["schedule.view", "schedule.cover", "schedule.edit"],
      fields: async ({ scheduleId, people: [person, by] }) => ({
        scheduleId,
        person,
        by,
        ...span,
        reason: "",
      }),
    },
  ],
  "schedules/actions.ts swap": [
    {
      needs: ["schedule.view", "schedule.cover"],
      fields: async ({ scheduleId, people }, { personId }) => ({
        scheduleId,
        person: personId,
        ...span,
        back: [people[0], inDays(5), inDays(6)].join("|"),
        reason: "",
      }),
    },
  ],
  "schedules/[schedule]/plan/actions.ts propose": [
    {
      needs: ["schedule.view", "schedule.edit"],
      async fields(world) {
        await noPlans(world);
        return { scheduleId: world.scheduleId, ...planFields(world) };
      },
    },
  ],
  "schedules/[schedule]/plan/actions.ts stop": [
    {
      needs: ["schedule.edit"],
      fields: async (world) => ({ planId: await plan(world, "queued") }),
    },
  ],
  "schedules/[schedule]/plan/actions.ts makeDraft": [
    {
      needs: ["schedule.view", "schedule.edit"],
      fields: async (world) => ({ planId: await plan(world, "done") }),
    },
  ],
};

export const rosterSamples: Samples = { ...ofDrafts, ...ofSchedules };
