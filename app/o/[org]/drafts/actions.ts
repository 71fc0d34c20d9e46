"use server";

import { redirect } from "next/navigation";
import { action } from "@/lib/doors/action";
import { rebaseDraft, submitDraft, withdrawDraft } from "@/lib/roster/draft-commands";
import {
  draftSchema,
  emergencySchema,
  rebaseSchema,
  reviewAfterwardsSchema,
  reviewSchema,
} from "@/lib/roster/draft-schema";
import { publishDraft, publishNow } from "@/lib/roster/publish";
import { acknowledgeDraft, reviewAfterwards, reviewDraft } from "@/lib/roster/review-commands";

export const submit = action({
  permission: "schedule.view",
  input: draftSchema,
  run: submitDraft,
  done: (_, actor, { draftId }) => redirect(`/o/${actor.slug}/drafts/${draftId}`),
});

export const withdraw = action({
  permission: "schedule.view",
  input: draftSchema,
  run: withdrawDraft,
  done: (_, actor) => redirect(`/o/${actor.slug}/drafts`),
});

export const rebase = action({
  permission: "schedule.edit",
  input: rebaseSchema,
  run: rebaseDraft,
  done: (_, actor, { draftId }) => redirect(`/o/${actor.slug}/drafts/${draftId}`),
});

export const review = action({
  permission: "schedule.approve",
  input: reviewSchema,
  run: reviewDraft,
  done: (_, actor, { draftId }) => redirect(`/o/${actor.slug}/drafts/${draftId}`),
});

export const afterwards = action({
  permission: "schedule.approve",
  input: reviewAfterwardsSchema,
  run: reviewAfterwards,
  done: (_, actor, { draftId }) => redirect(`/o/${actor.slug}/drafts/${draftId}`),
});

export const acknowledge = action({
  permission: "member",
  input: draftSchema,
  run: acknowledgeDraft,
  done: (_, actor, { draftId }) => redirect(`/o/${actor.slug}/drafts/${draftId}`),
});

export const publish = action({
  permission: "schedule.publish",
  input: draftSchema,
  run: publishDraft,
  done: ({ scheduleId }, actor) => redirect(`/o/${actor.slug}/schedules/${scheduleId}?published=1`),
});

export const publishAtOnce = action({
  permission: "schedule.emergency",
  input: emergencySchema,
  run: publishNow,
  done: ({ scheduleId }, actor) => redirect(`/o/${actor.slug}/schedules/${scheduleId}?published=1`),
});
