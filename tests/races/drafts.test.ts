import { expect } from "vitest";
import { saveDraft, submitDraft, withdrawDraft } from "@/lib/roster/draft-commands";
import { publishDraft } from "@/lib/roster/publish";
import { reviewDraft } from "@/lib/roster/review-commands";
import type { Actor } from "@/lib/tenancy/actor";
import { weekly } from "../integration/stage";
import type { Lane } from "./lane";
import { race } from "./race";
import { lost, oneWinner, raceAll } from "./race-all";
import { type After, observeDrafts, type Staged, stageDrafts } from "./rows";

const observe = observeDrafts;
const seen = ({ draftIds }: Staged, index = 0) => ({ draftId: draftIds[index] ?? "", version: 1 });

const approve = (lane: Lane, server: 0 | 1, by: Actor, staged: Staged) =>
  lane.on(server, by, (context) =>
    reviewDraft(context, { ...seen(staged), decision: "approve", words: "", waiver: "" }),
  );
const publish = (lane: Lane, server: 0 | 1, by: Actor, staged: Staged, index = 0) =>
  lane.on(server, by, (context) => publishDraft(context, seen(staged, index)));

/** Revision 1 is this draft, and the log says it once. */
function publishedOnce({ head, revisions, log }: After, draftId: string | undefined): void {
  expect(head).toBe(1);
  expect(revisions).toEqual([{ number: 1, draftId }]);
  expect(log.filter((action) => action === "schedule.published")).toHaveLength(1);
}

const SIDES = ["first", "second"] as const;
const sideOf = (index: number) => SIDES[index] ?? "";

const twoApprovers = race({
  name: "two approvers",
  winners: SIDES,
  stage: (lane, count) => stageDrafts(lane, count),
  contenders: (lane, staged) => [
    async () => {
      await approve(lane, 0, lane.reviewer, staged);
      await publish(lane, 0, lane.reviewer, staged);
    },
    async () => {
      await approve(lane, 1, lane.second, staged);
      await publish(lane, 1, lane.second, staged);
    },
  ],
  observe,
  judge: (endings, after, { draftIds }) => {
    const winner = oneWinner(endings);
    publishedOnce(after, draftIds[0]);
    const [draft] = after.drafts;
    expect(draft).toMatchObject({ status: "published", version: 1 });
    // The other's approval counts if it came before, and is nowhere if it came after.
    expect(after.log.filter((action) => action === "draft.reviewed")).toHaveLength(
      draft?.reviews ?? 0,
    );
    expect(after.log.at(-1)).toBe("schedule.published");
    return sideOf(winner);
  },
});

const twoDrafts = race({
  name: "two drafts on one base",
  winners: SIDES,
  stage: (lane, count) =>
    stageDrafts(lane, count, { drafts: 2, approver: () => lane.second.memberId }),
  contenders: (lane, staged) => [
    () => publish(lane, 0, lane.author, staged, 0),
    () => publish(lane, 1, lane.reviewer, staged, 1),
  ],
  observe,
  judge: (endings, after, { draftIds }) => {
    const winner = oneWinner(endings);
    publishedOnce(after, draftIds[winner]);
    expect(after.drafts[winner]?.status).toBe("published");
    expect(after.drafts[1 - winner]).toMatchObject({ status: "submitted", version: 1 });
    return sideOf(winner);
  },
});

const approveOrWithdraw = race({
  name: "approve while withdrawn",
  winners: ["approved first", "withdrawn first"],
  stage: (lane, count) => stageDrafts(lane, count),
  contenders: (lane, staged) => [
    () => approve(lane, 0, lane.reviewer, staged),
    () => lane.on(1, lane.author, (context) => withdrawDraft(context, seen(staged))),
  ],
  observe,
  judge: ([approval, withdrawal], { drafts, log }) => {
    expect(withdrawal?.code).toBe("ok");
    const wasFirst = approval?.code === "ok";
    if (!wasFirst) lost(approval);
    expect(drafts).toEqual([{ status: "withdrawn", version: 1, reviews: wasFirst ? 1 : 0 }]);
    expect(log).toEqual(wasFirst ? ["draft.reviewed", "draft.withdrawn"] : ["draft.withdrawn"]);
    return wasFirst ? "approved first" : "withdrawn first";
  },
});

const publishOrWithdraw = race({
  name: "publish while withdrawn",
  winners: ["published", "withdrawn"],
  stage: (lane, count) => stageDrafts(lane, count, { approver: () => lane.second.memberId }),
  contenders: (lane, staged) => [
    () => publish(lane, 0, lane.reviewer, staged),
    () => lane.on(1, lane.author, (context) => withdrawDraft(context, seen(staged))),
  ],
  observe,
  judge: (endings, { drafts, head, log }) => {
    const status = oneWinner(endings) === 0 ? "published" : "withdrawn";
    expect(drafts).toMatchObject([{ status, version: 1 }]);
    expect(head).toBe(status === "published" ? 1 : 0);
    expect(log).toHaveLength(1);
    return status;
  },
});

const publishOrEdit = race({
  name: "publish while edited",
  winners: ["published", "editing"],
  stage: (lane, count) => stageDrafts(lane, count, { approver: () => lane.second.memberId }),
  contenders: (lane, staged) => [
    () => publish(lane, 0, lane.reviewer, staged),
    () =>
      lane.on(1, lane.author, (context) =>
        saveDraft(context, {
          ...seen(staged),
          title: "Later",
          words: "",
          document: weekly(lane.people),
        }),
      ),
  ],
  observe,
  judge: (endings, { drafts, head, log }) => {
    const status = oneWinner(endings) === 0 ? "published" : "editing";
    expect(drafts).toMatchObject([{ status, version: status === "published" ? 1 : 2 }]);
    expect(head).toBe(status === "published" ? 1 : 0);
    expect(log).toHaveLength(1);
    return status;
  },
});

const submitTwice = race({
  name: "double submit",
  winners: SIDES,
  stage: (lane, count) => stageDrafts(lane, count, { status: "editing" }),
  contenders: (lane, staged) =>
    ([0, 1] as const).map(
      (server) => () =>
        lane.on(server, lane.author, (context) => submitDraft(context, seen(staged))),
    ),
  observe,
  judge: (endings, { drafts, log }) => {
    const winner = oneWinner(endings);
    expect(drafts).toMatchObject([{ status: "submitted", version: 1 }]);
    expect(log).toEqual(["draft.submitted"]);
    return sideOf(winner);
  },
});

raceAll([
  twoApprovers,
  twoDrafts,
  approveOrWithdraw,
  publishOrWithdraw,
  publishOrEdit,
  submitTwice,
]);
