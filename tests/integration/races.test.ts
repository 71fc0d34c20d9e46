import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { insertReset, resetPasswordBy } from "@/lib/auth/store";
import { AppError } from "@/lib/errors";
import { acceptInvitation, invite } from "@/lib/members/commands";
import { openDraft, saveDraft, submitDraft, withdrawDraft } from "@/lib/roster/draft-commands";
import { publishDraft, publishNow } from "@/lib/roster/publish";
import { reviewAfterwards, reviewDraft } from "@/lib/roster/review-commands";
import type { Definition } from "@/lib/schedule/types";
import type { Actor } from "@/lib/tenancy/actor";
import { as } from "@/scripts/demo-stage";
import {
  accountOf,
  DAY,
  openStage,
  outcome,
  published,
  replaced,
  type Tenant,
  tenant,
  unheard,
  weekly,
} from "./stage";

// The races that the product is trusted for have a thousand rounds each, in tests/races; these are of the same kind.
const ROUNDS = 3;
const NOW = Date.now();

let stage: Awaited<ReturnType<typeof openStage>>;
let lumen: Tenant;
let author: Actor;
let other: Actor;
let reviewer: Actor;
let people: string[];
let roster: Definition;
let scheduleId: string;

beforeAll(async () => {
  stage = await openStage();
  lumen = await tenant("lumen");
  author = await lumen.member("Bo Author", "Scheduler");
  other = await lumen.member("Ed Author", "Scheduler");
  reviewer = await lumen.member("Dana Reviewer", "Approver");
  people = [await lumen.person("Chen"), await lumen.person("Farah")];
  roster = weekly(people);
  scheduleId = await published(lumen, author, reviewer, NOW - DAY, roster);
});
afterAll(() => stage.close());

const rounds = Array.from({ length: ROUNDS }, (_, round) => round);
const act = <T>(actor: Actor, work: Parameters<typeof as<T>>[2]) => as(actor, NOW, work);
const at = (actor: Actor, work: Parameters<typeof as<unknown>>[2]) => outcome(act(actor, work));

/** A saved draft of one more override. */
async function saved(by = author) {
  const { draftId } = await act(by, (context) => openDraft(context, { scheduleId }));
  const [who = "", instead = ""] = people;
  const document = replaced(roster, who, instead, NOW + DAY, NOW + 2 * DAY);
  const { version } = await act(by, (context) =>
    saveDraft(context, { draftId, version: 1, title: "Change", words: "", document }),
  );
  return { draftId, version, document };
}

async function submitted() {
  const draft = await saved();
  await act(author, (context) => submitDraft(context, draft));
  return draft;
}

async function approved() {
  const draft = await submitted();
  await act(reviewer, (context) =>
    reviewDraft(context, { ...draft, decision: "approve", words: "", waiver: "" }),
  );
  return draft;
}

/** What the database holds of a draft when the race is over. */
async function after(draftId: string) {
  return act(author, async ({ db }) => {
    const draft = await db.draft.findFirst({ where: { id: draftId } });
    const reviews = await db.review.count({ where: { draftId } });
    return { version: draft?.version, reviews };
  });
}

const LOST: readonly string[] = ["stale", "refused", "conflict"];

function oneWinner(outcomes: readonly string[]): void {
  expect(outcomes.filter((one) => one === "ok")).toHaveLength(1);
  expect(LOST).toEqual(expect.arrayContaining(outcomes.filter((one) => one !== "ok")));
}

describe("of two at once, one wins and the other is told", () => {
  test.each(rounds)("two save one version, round %i", async () => {
    const draft = await saved();
    const save = (actor: Actor) =>
      at(actor, (context) => saveDraft(context, { ...draft, title: actor.name, words: "" }));
    oneWinner(await Promise.all([save(author), save(other)]));
    expect(await after(draft.draftId)).toMatchObject({ version: draft.version + 1 });
  });
});

describe("what is closed stays closed", () => {
  test.each(rounds)("rejected while it is withdrawn, round %i", async () => {
    const draft = await submitted();
    const ended = await Promise.all([
      at(reviewer, (context) =>
        reviewDraft(context, { ...draft, decision: "reject", words: "No.", waiver: "" }),
      ),
      at(author, (context) => withdrawDraft(context, draft)),
    ]);
    oneWinner(ended);
  });
});

test.each(rounds)("an emergency is reviewed twice by one, round %i", async () => {
  const { draftId, version } = await saved();
  await act(lumen.owner, (context) => publishNow(context, { draftId, version, words: "Now." }));
  const afterwards = () =>
    at(reviewer, (context) =>
      reviewAfterwards(context, { draftId, decision: "approve", words: "" }),
    );
  oneWinner(await Promise.all([afterwards(), afterwards()]));
  expect(await after(draftId)).toMatchObject({ reviews: 1 });
});

describe("people and links", () => {
  test.each(rounds)("one invitation is accepted twice, round %i", async () => {
    const user = await accountOf("New Member");
    await act(lumen.owner, (context) =>
      invite(context, {
        name: "New",
        email: user.email,
        grants: [{ permission: "schedule.view", teamId: null }],
      }),
    );
    const found = await act(lumen.owner, ({ db }) =>
      db.invitation.findFirst({ orderBy: { createdAt: "desc" }, select: { id: true } }),
    );
    const accept = () => outcome(acceptInvitation(lumen.orgId, found?.id ?? "", user));
    oneWinner(await Promise.all([accept(), accept()]));
    const members = await act(lumen.owner, ({ db }) =>
      db.member.count({ where: { userId: user.id } }),
    );
    expect(members).toBe(1);
  });

  test.each(rounds)("two invitations of one person are accepted at once, round %i", async () => {
    const user = await accountOf("Twice Invited");
    const ids = await act(lumen.owner, async (context) => {
      const input = { name: "Twice", email: user.email };
      await invite(context, { ...input, grants: [{ permission: "schedule.view", teamId: null }] });
      await invite(context, { ...input, grants: [{ permission: "schedule.cover", teamId: null }] });
      const rows = await context.db.invitation.findMany({
        orderBy: { createdAt: "desc" },
        take: 2,
        select: { id: true },
      });
      // Both open, as they were before an address had one.
      await context.db.invitation.updateMany({ data: { revokedAt: null } });
      return rows.map(({ id }) => id);
    });
    oneWinner(await Promise.all(ids.map((id) => outcome(acceptInvitation(lumen.orgId, id, user)))));
  });

  test.each(rounds)("one reset link is claimed four times at once, round %i", async () => {
    const user = await accountOf("Forgetful");
    const link = randomUUID();
    await insertReset(link, user.id, new Date(NOW + DAY));
    const made = { passwordHash: "a hash", deviceHash: null };
    const claims = await Promise.all(
      [1, 2, 3, 4].map(() => resetPasswordBy(link, user.id, made, unheard)),
    );
    expect(claims.filter((won) => won)).toHaveLength(1);
  });
});

test("the losers' errors are the caller's, with words to show", async () => {
  const draft = await approved();
  await act(reviewer, (context) => publishDraft(context, draft));
  const late = act(author, (context) => publishDraft(context, draft));
  await expect(late).rejects.toThrow(AppError);
  await expect(late).rejects.toThrow(/just been published/);
});
