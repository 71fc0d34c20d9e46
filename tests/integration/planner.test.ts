import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addTimeOff } from "@/lib/people/commands";
import { addWish, removeWish, wishesOf } from "@/lib/people/wish-commands";
import { submitDraft } from "@/lib/roster/draft-commands";
import { defaultStoredRules } from "@/lib/roster/load-rules";
import { saveLoadRules } from "@/lib/roster/load-rules-store";
import { askForPlan, cancelPlan, draftOfPlan, getPlan } from "@/lib/roster/plan-commands";
import { runPlan } from "@/lib/roster/plan-run";
import type { PlanChoices } from "@/lib/roster/plan-schema";
import { inputSchema, proposalSchema } from "@/lib/roster/plan-stored";
import { compile, current } from "@/lib/schedule/compile";
import { toLocal } from "@/lib/zones/local";
import { zones } from "@/lib/zones/table";
import { as } from "@/scripts/demo-stage";
import { NOW, rosterStage } from "./roster-stage";
import { DAY, published, weekly } from "./stage";

let s: Awaited<ReturnType<typeof rosterStage>>;
let tier = "";
let evan = "";
const ZONE = "Europe/London";
const first = toLocal(NOW + 20 * DAY, ZONE).slice(0, 10);
const dayAt = (days: number) => `${toLocal(NOW + (20 + days) * DAY, ZONE).slice(0, 10)}T09:00`;

beforeAll(async () => {
  s = await rosterStage();
  evan = await s.lumen.person("Evan");
  tier = (await s.head()).tiers[0]?.id ?? "";
});
afterAll(() => s.stage.close());

const choices = (changes: Partial<PlanChoices> = {}): PlanChoices => ({
  from: first,
  weeks: 1,
  grid: "day",
  time: "09:00",
  tiers: [tier],
  people: [...s.people, evan],
  experienced: [],
  needsExperience: false,
  elsewhere: false,
  rest: 0,
  inARow: 2,
  perWeek: null,
  perMonth: null,
  history: 0,
  wishes: "evenly",
  handoffs: "any",
  seconds: 15,
  ...changes,
});

const ask = (changes: Partial<PlanChoices> = {}) =>
  as(s.author, NOW, (context) =>
    askForPlan(context, { scheduleId: s.scheduleId, ...choices(changes) }),
  );
const planOf = (planId: string) => as(s.author, NOW, (context) => getPlan(context, planId));

async function run(planId: string) {
  await runPlan({ orgId: s.lumen.orgId, id: planId });
  const { status, proposal } = await planOf(planId);
  return { status, proposal: proposalSchema.nullable().parse(proposal) };
}

describe("a plan", () => {
  test("becomes a draft, is published, and the roster says what was planned", async () => {
    const [chen] = s.people;
    await as(s.lumen.owner, NOW, async (context) => {
      await addTimeOff(context, { personId: chen, from: dayAt(0), until: dayAt(2), note: "" });
      const wish = { personId: evan, kind: "avoids", weight: 3, note: "" } as const;
      await addWish(context, { ...wish, from: dayAt(3), until: dayAt(4) });
    });
    const { planId } = await ask();
    const { status, proposal } = await run(planId);
    expect(status).toBe("done");
    if (proposal?.kind !== "proposed") throw new Error(proposal?.kind);
    expect(proposal).toMatchObject({ status: "optimal", planned: { broken: [], unmet: [] } });

    const { draftId } = await as(s.author, NOW, (context) => draftOfPlan(context, { planId }));
    await as(s.author, NOW, (context) => submitDraft(context, { draftId, version: 1 }));
    expect(await s.approve(s.reviewer, { draftId, version: 1 })).toBe("ok");
    expect(await s.publish(s.author, { draftId, version: 1 })).toBe("ok");

    const roster = compile(current(await s.head()), zones);
    const { steps } = inputSchema.parse((await planOf(planId)).input);
    const answers = steps.map(({ startsAt }) => roster.onCallAt(startsAt).map((now) => now.people));
    expect(answers).toEqual(proposal.planned.assignment);
    expect(answers.slice(0, 2).flat(2)).not.toContain(chen);
    expect(answers[3]?.flat()).not.toContain(evan);
  });

  test("that nobody can keep says where", async () => {
    const { planId } = await ask({ people: [s.people[0]], inARow: null });
    expect(await run(planId)).toMatchObject({
      status: "done",
      proposal: {
        kind: "infeasible",
        broken: [
          { rule: "away", step: 0 },
          { rule: "away", step: 1 },
        ],
      },
    });
    expect(await s.at(s.author, (context) => draftOfPlan(context, { planId }))).toBe("conflict");
  });

  test("is worked on one at a time, can be stopped, and three are the most", async () => {
    const plans = [await ask(), await ask(), await ask()];
    expect(
      await s.at(s.author, (context) =>
        askForPlan(context, { scheduleId: s.scheduleId, ...choices() }),
      ),
    ).toBe("busy");
    const [one, two, three] = plans.map(({ planId }) => planId);
    if (!one || !two || !three) throw new Error("no plans");
    await as(s.author, NOW, ({ db }) =>
      db.plan.updateMany({ where: { id: one }, data: { status: "running", seenAt: new Date() } }),
    );
    await expect(runPlan({ orgId: s.lumen.orgId, id: two })).rejects.toThrow("Another plan");
    await as(s.author, NOW, (context) => cancelPlan(context, { planId: two }));
    expect((await planOf(two)).status).toBe("cancelled");
    expect((await run(two)).status).toBe("cancelled");
    // The first was left behind by a process that is gone.
    await as(s.author, NOW, ({ db }) =>
      db.plan.updateMany({ where: { id: one }, data: { seenAt: new Date(Date.now() - 120_000) } }),
    );
    expect((await run(three)).status).toBe("done");
    expect((await planOf(one)).status).toBe("failed");
  });

  test("is for who may edit, in this organisation", async () => {
    const { planId } = await ask();
    for (const [who, why] of [
      [s.viewer, "refused"],
      [s.stranger, "refused"],
    ] as const) {
      expect(
        await s.at(who, (context) =>
          askForPlan(context, { scheduleId: s.scheduleId, ...choices() }),
        ),
      ).toBe(why);
      expect(await s.at(who, (context) => draftOfPlan(context, { planId }))).toBe("not_found");
      expect(await s.at(who, (context) => cancelPlan(context, { planId }))).toBe("not_found");
    }
  });

  test("is refused for the past, for too much, and for people of elsewhere", async () => {
    const outcome = (changes: Partial<PlanChoices>) =>
      s.at(s.author, (context) =>
        askForPlan(context, { scheduleId: s.scheduleId, ...choices(changes) }),
      );
    await as(s.author, NOW, ({ db }) => db.plan.deleteMany({ where: {} }));
    expect(await outcome({ from: "2020-01-06" })).toBe("invalid");
    expect(await outcome({ people: ["9d0f3f4e-5d0c-4c52-8f39-6a2b1b0e7a11"] })).toBe("invalid");
    expect(await outcome({ tiers: ["elsewhere"] })).toBe("invalid");
  });
});

test("nobody is planned while on call in another schedule of their teams, and kinds are the organisation's", async () => {
  const [chen, farah] = s.people;
  await as(s.lumen.owner, NOW, async (context) => {
    const night = { from: "23:00", until: "05:00" };
    const holidays = [{ date: "2030-01-01", name: "New Year" }];
    const rules = { ...defaultStoredRules, night, weekend: [5, 6] as const, holidays };
    await saveLoadRules(context, { version: 0, rules });
  });
  await published(s.lumen, s.author, s.reviewer, NOW - 3 * DAY, weekly([chen]));
  const { planId } = await ask({ elsewhere: true });
  const input = inputSchema.parse((await planOf(planId)).input);
  expect(input).toMatchObject({ nightAt: "02:00", weekend: [5, 6], holidays: ["2030-01-01"] });
  const span = { startsAt: input.steps[0]?.startsAt, endsAt: input.steps.at(-1)?.endsAt };
  const awayOf = (id: string) => input.people.find((person) => person.id === id)?.away;
  expect(awayOf(chen)).toEqual([span]);
  expect(awayOf(farah)).toEqual([]);
});

test("wishes are a person's own, and of who manages them", async () => {
  const { person } = s.viewer;
  const wish = { personId: person, kind: "prefers", weekday: 1, weight: 1, note: "" } as const;
  expect(await s.at(s.viewer, (context) => addWish(context, wish))).toBe("ok");
  expect(await s.at(s.reviewer, (context) => addWish(context, wish))).toBe("refused");
  expect(await s.at(s.stranger, (context) => addWish(context, wish))).toBe("not_found");
  const [kept] = await as(s.viewer, NOW, (context) => wishesOf(context, person));
  if (!kept) throw new Error("no wish");
  expect(await s.at(s.reviewer, (context) => removeWish(context, { wishId: kept.id }))).toBe(
    "refused",
  );
  expect(await s.at(s.viewer, (context) => removeWish(context, { wishId: kept.id }))).toBe("ok");
});
