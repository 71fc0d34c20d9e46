import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askForCover, askForSwap } from "@/lib/roster/cover-commands";
import { openDraft, saveDraft, submitDraft } from "@/lib/roster/draft-commands";
import { defaultPolicy, type Policy } from "@/lib/roster/policy";
import { findPolicy, savePolicy } from "@/lib/roster/policy-store";
import { publishDraft } from "@/lib/roster/publish";
import { acknowledgeDraft, reviewDraft } from "@/lib/roster/review-commands";
import type { Definition } from "@/lib/schedule/types";
import type { Actor } from "@/lib/tenancy/actor";
import { toLocal } from "@/lib/zones/local";
import { as } from "@/scripts/demo-stage";
import {
  DAY,
  HOUR,
  openStage,
  outcome,
  published,
  replaced,
  type Tenant,
  tenant,
  weekly,
} from "./stage";

const NOW = Date.now();

type Member = Actor & { readonly person: string };
type Seen = { readonly draftId: string; readonly version: number };

let stage: Awaited<ReturnType<typeof openStage>>;
let lumen: Tenant;
let author: Member;
let reviewer: Member;
let second: Member;
let bo: Member;
let dana: Member;
let roster: Definition;
let scheduleId: string;

beforeAll(async () => {
  stage = await openStage();
  lumen = await tenant("lumen");
  author = await lumen.member("Ana Author", "Scheduler");
  reviewer = await lumen.member("Rita Reviewer", "Approver");
  second = await lumen.member("Sam Second", "Approver");
  bo = await lumen.member("Bo Responder", "Responder");
  dana = await lumen.member("Dana Responder", "Responder");
});
afterAll(() => stage.close());
beforeEach(async () => {
  roster = weekly([bo.person, dana.person]);
  await setPolicy({});
  scheduleId = await published(lumen, author, reviewer, NOW - DAY, roster);
});

async function setPolicy(rules: Partial<Policy>): Promise<void> {
  await as(lumen.owner, NOW, async (context) => {
    const before = await findPolicy(context.db, null);
    const version = before?.version ?? 0;
    await savePolicy(context, { scheduleId: null, version, rules: { ...defaultPolicy, ...rules } });
  });
}

const at = (actor: Actor, work: Parameters<typeof as<unknown>>[2]) => outcome(as(actor, NOW, work));
const approve = (by: Actor, seen: Seen) =>
  at(by, (context) =>
    reviewDraft(context, { ...seen, decision: "approve", words: "", waiver: "" }),
  );
const acknowledge = (by: Actor, seen: Seen) => at(by, (context) => acknowledgeDraft(context, seen));
const publish = (by: Actor, seen: Seen) => at(by, (context) => publishDraft(context, seen));
const said = (by: Actor, seen: Seen): Promise<string> =>
  as(by, NOW, (context) => publishDraft(context, seen)).then(
    () => "published",
    (error: Error) => error.message,
  );

/** Dana for Bo and Bo for Dana from `from` on for two weeks: both are concerned. */
async function submitted(from: number): Promise<Seen> {
  const { draftId } = await as(author, NOW, (context) => openDraft(context, { scheduleId }));
  const document = replaced(roster, bo.person, dana.person, from, from + 14 * DAY);
  const { version } = await as(author, NOW, (context) =>
    saveDraft(context, { draftId, version: 1, title: "Change", words: "", document }),
  );
  const seen = { draftId, version };
  await as(author, NOW, (context) => submitDraft(context, seen));
  return seen;
}

describe("the policy", () => {
  test("of two approvals wants two, of different members, and an objection stops it", async () => {
    await setPolicy({ approvals: 2 });
    const seen = await submitted(NOW + DAY);
    await approve(reviewer, seen);
    await approve(reviewer, seen);
    expect(await said(author, seen)).toMatch(/needs 1 more approval\b/);
    const object = {
      ...seen,
      decision: "request-changes",
      words: "Later, please.",
      waiver: "",
    } as const;
    expect(await at(second, (context) => reviewDraft(context, object))).toBe("ok");
    await as(author, NOW, (context) => submitDraft(context, seen));
    expect(await said(author, seen)).toMatch(/objects/);
    expect(await approve(second, seen)).toBe("ok");
    expect(await publish(author, seen)).toBe("ok");
  });

  test("of acknowledgement waits for everybody whose hours change and who can say so", async () => {
    await setPolicy({ acknowledgement: "affected" });
    const seen = await submitted(NOW + DAY);
    await approve(reviewer, seen);
    expect(await said(author, seen)).toMatch(/2 people must acknowledge/);
    expect(await acknowledge(bo, seen)).toBe("ok");
    expect(await acknowledge(bo, seen)).toBe("ok");
    expect(await said(author, seen)).toMatch(/One person must acknowledge/);
    expect(await acknowledge(dana, { ...seen, version: 1 })).toBe("stale");
    expect(await acknowledge(dana, seen)).toBe("ok");
    expect(await publish(author, seen)).toBe("ok");
    expect(await acknowledge(author, seen)).toBe("stale");
  });

  test("of notice refuses what begins too soon, unless all concerned agree", async () => {
    await setPolicy({ noticeMs: 7 * DAY });
    const soon = await submitted(NOW + HOUR);
    await approve(reviewer, soon);
    expect(await said(author, soon)).toMatch(/too soon/);
    await acknowledge(bo, soon);
    expect(await publish(author, soon)).toBe("refused");
    await acknowledge(dana, soon);
    expect(await publish(author, soon)).toBe("ok");
  });
});

describe("cover and swaps", () => {
  const day = (days: number) => toLocal(NOW + days * DAY, "Europe/London");
  const swap = () => ({
    scheduleId,
    person: bo.person,
    by: dana.person,
    from: day(1),
    until: day(8),
    backFrom: day(8),
    backUntil: day(15),
    reason: "",
  });

  test("a responder asks for cover for themselves, and it waits for review like any other draft", async () => {
    const span = { scheduleId, from: day(1), until: day(9), reason: "Concert" };
    const own = { ...span, person: bo.person, by: dana.person };
    const { draftId } = await as(bo, NOW, (context) => askForCover(context, own));
    const seen = { draftId, version: 1 };
    expect(await publish(author, seen)).toBe("refused");
    expect(await approve(reviewer, seen)).toBe("ok");
    expect(await publish(reviewer, seen)).toBe("ok");
    const others = { ...span, person: author.person, by: dana.person };
    expect(await at(bo, (context) => askForCover(context, others))).toBe("refused");
    const past = { ...own, from: day(-2), until: day(-1) };
    expect(await at(bo, (context) => askForCover(context, past))).toBe("invalid");
    const same = { ...own, by: bo.person };
    expect(await at(bo, (context) => askForCover(context, same))).toBe("invalid");
    const endless = { ...own, until: "2201-01-01T00:00" };
    expect(await at(bo, (context) => askForCover(context, endless))).toBe("invalid");
  });

  test("an agreed swap needs no approval when the policy says so, and then every agreement", async () => {
    await setPolicy({ instant: "agreed-swaps" });
    const { draftId } = await as(bo, NOW, (context) => askForSwap(context, swap()));
    const seen = { draftId, version: 1 };
    expect(await said(author, seen)).toMatch(/needs 1 more approval/);
    expect(await acknowledge(dana, seen)).toBe("ok");
    expect(await publish(bo, seen)).toBe("refused");
    expect(await publish(author, seen)).toBe("ok");
  });

  test("an agreed swap needs an approval when the policy does not say so", async () => {
    const { draftId } = await as(bo, NOW, (context) => askForSwap(context, swap()));
    const seen = { draftId, version: 1 };
    await acknowledge(dana, seen);
    expect(await said(author, seen)).toMatch(/needs 1 more approval/);
  });

  test("somebody whom the swap moves besides must agree too", async () => {
    await setPolicy({ instant: "agreed-swaps" });
    const { draftId } = await as(author, NOW, (context) => openDraft(context, { scheduleId }));
    const twice = replaced(
      replaced(roster, bo.person, author.person, NOW + DAY, NOW + 9 * DAY),
      author.person,
      dana.person,
      NOW + DAY,
      NOW + 9 * DAY,
    );
    const { version } = await as(author, NOW, (context) =>
      saveDraft(context, { draftId, version: 1, title: "x", words: "", document: twice }),
    );
    const seen = { draftId, version };
    await as(author, NOW, (context) => submitDraft(context, seen));
    await acknowledge(bo, seen);
    await acknowledge(author, seen);
    expect(await said(author, seen)).toMatch(/needs 1 more approval/);
  });
});
