import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { openDraft, saveDraft, submitDraft } from "@/lib/roster/draft-commands";
import { askForPlan } from "@/lib/roster/plan-commands";
import { runPlan } from "@/lib/roster/plan-run";
import { publishNow } from "@/lib/roster/publish";
import { toDefinition } from "@/lib/roster/published";
import { reviewDraft } from "@/lib/roster/review-commands";
import type { Definition } from "@/lib/schedule/types";
import { toLocal } from "@/lib/zones/local";
import type { Fields } from "./sample";
import { at, type Holder, type World } from "./world";

const DAY = 86_400_000;

/** The date and time in so many days, as a form sends it. */
export const inDays = (days: number): string => toLocal(Date.now() + days * DAY, "UTC");

/** The draft and the version of it that a page showed. */
export type Seen = {
  readonly draftId: string;
  readonly version: number;
  readonly document: Definition;
};

type Author = Pick<Holder, "actor">;

/** A draft of this author's, whatever they may: Ben stands in for Ann for a day. */
export async function openedDraft(world: World, { actor }: Author): Promise<Seen> {
  const author = { ...actor, grants: world.owner.grants };
  return at(author, async (context) => {
    const { draftId } = await openDraft(context, { scheduleId: world.scheduleId });
    const row = await context.db.draft.findFirst({ where: { id: draftId } });
    const before = toDefinition(row?.document);
    const [person, by] = world.people;
    const startsAt = Date.now() + 10 * DAY;
    const override = {
      id: randomUUID(),
      kind: "replace",
      target: { scope: "schedule" },
      person,
      by,
      startsAt,
      endsAt: startsAt + DAY,
    } as const;
    const document = { ...before, overrides: [...before.overrides, override] };
    const words = { title: `Change ${world.canary}`, words: "" };
    const { version } = await saveDraft(context, { draftId, version: 1, ...words, document });
    return { draftId, version, document };
  });
}

export async function submittedDraft(world: World, author: Author): Promise<Seen> {
  const seen = await openedDraft(world, author);
  await at({ ...author.actor, grants: world.owner.grants }, (context) =>
    submitDraft(context, seen),
  );
  return seen;
}

export async function approvedDraft(world: World): Promise<Seen> {
  const seen = await submittedDraft(world, { actor: world.author });
  const decision = { decision: "approve", words: "", waiver: "All right." } as const;
  await at(world.owner, (context) => reviewDraft(context, { ...seen, ...decision }));
  return seen;
}

/** Published at once, so that the schedule has one revision more. */
export async function emergency(world: World): Promise<Seen> {
  const seen = await openedDraft(world, { actor: world.author });
  await at(world.owner, (context) => publishNow(context, { ...seen, words: "Now." }));
  return seen;
}

/** What the form of a plan sends besides the schedule. */
export function planFields({ document, people }: World): Fields {
  return {
    from: inDays(20).slice(0, 10),
    weeks: "1",
    grid: "day",
    time: "09:00",
    tiers: [document.tiers[0]?.id ?? ""],
    people,
    experienced: [],
    rest: "0",
    inARow: "",
    perWeek: "",
    perMonth: "",
    history: "0",
    wishes: "evenly",
    handoffs: "any",
    seconds: "5",
  };
}

/** Few plans may wait at once: those that do, or are being made, are stopped. */
export async function noPlans(world: World): Promise<void> {
  await at(world.owner, ({ db }) =>
    db.plan.updateMany({
      where: { status: { in: ["queued", "running"] } },
      data: { status: "cancelled", finishedAt: new Date() },
    }),
  );
}

/** A plan that waits, or one that is made. */
export async function plan(world: World, state: "queued" | "done"): Promise<string> {
  await noPlans(world);
  const { tiers, people } = planFields(world);
  const { planId } = await at(world.owner, (context) =>
    askForPlan(context, {
      scheduleId: world.scheduleId,
      from: inDays(20).slice(0, 10),
      weeks: 1,
      grid: "day",
      time: "09:00",
      tiers: [...(tiers ?? [])],
      people: [...(people ?? [])],
      experienced: [],
      needsExperience: false,
      elsewhere: false,
      rest: 0,
      inARow: null,
      perWeek: null,
      perMonth: null,
      history: 0,
      wishes: "evenly",
      handoffs: "any",
      seconds: 5,
    }),
  );
  if (state === "done") {
    await runPlan({ orgId: world.orgId, id: planId });
    await isWorkedOut(world, planId);
  }
  return planId;
}

/** A running server may have taken the plan first: then it is what has to be waited for. */
async function isWorkedOut(world: World, id: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const plan = await at(world.owner, ({ db }) =>
      db.plan.findFirst({ where: { id }, select: { proposal: true } }),
    );
    if (plan?.proposal) return;
    await pause(100);
  }
  throw new Error("the plan was not worked out");
}
