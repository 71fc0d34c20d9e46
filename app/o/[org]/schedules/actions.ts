"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { action } from "@/lib/doors/action";
import { askForCover, askForSwap } from "@/lib/roster/cover-commands";
import { openDraft } from "@/lib/roster/draft-commands";
import {
  addScheduleSchema,
  archiveScheduleSchema,
  coverSchema,
  openDraftSchema,
} from "@/lib/roster/draft-schema";
import { draftOfRevision, revertSchema } from "@/lib/roster/revert-command";
import { addSchedule, archiveSchedule } from "@/lib/roster/schedule-commands";
import { swapChoiceSchema } from "./[schedule]/swap/schema";

export const add = action({
  permission: "schedule.manage",
  input: addScheduleSchema,
  run: addSchedule,
  done: ({ draftId }, { slug }) => redirect(`/o/${slug}/drafts/${draftId}/edit`),
});

export const edit = action({
  permission: "schedule.edit",
  input: openDraftSchema,
  run: openDraft,
  done: ({ draftId }, { slug }) => redirect(`/o/${slug}/drafts/${draftId}/edit`),
});

export const archive = action({
  permission: "schedule.manage",
  input: archiveScheduleSchema,
  run: archiveSchedule,
  done: (_data, { slug }) => {
    revalidatePath(`/o/${slug}`);
    redirect(`/o/${slug}/schedules`);
  },
});

export const restore = action({
  permission: "schedule.edit",
  input: revertSchema,
  run: draftOfRevision,
  done: ({ draftId }, { slug }) => redirect(`/o/${slug}/drafts/${draftId}`),
});

export const cover = action({
  permission: "schedule.cover",
  input: coverSchema,
  run: askForCover,
  done: ({ draftId }, { slug }) => redirect(`/o/${slug}/drafts/${draftId}`),
});

export const swap = action({
  permission: "schedule.cover",
  input: swapChoiceSchema,
  run: askForSwap,
  done: ({ draftId }, { slug }) => redirect(`/o/${slug}/drafts/${draftId}`),
});
