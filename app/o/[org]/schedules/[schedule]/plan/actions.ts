"use server";

import { redirect } from "next/navigation";
import { action } from "@/lib/doors/action";
import { askForPlan, cancelPlan, draftOfPlan } from "@/lib/roster/plan-commands";
import { onPlanSchema, planSchema } from "@/lib/roster/plan-schema";

export const propose = action({
  permission: "schedule.edit",
  costly: "plan-organisation",
  input: planSchema,
  run: askForPlan,
  done: ({ planId, scheduleId }, { slug }) =>
    redirect(`/o/${slug}/schedules/${scheduleId}/plan?plan=${planId}`),
});

export const stop = action({
  permission: "schedule.edit",
  input: onPlanSchema,
  run: cancelPlan,
  done: ({ planId, scheduleId }, { slug }) =>
    redirect(`/o/${slug}/schedules/${scheduleId}/plan?plan=${planId}`),
});

export const makeDraft = action({
  permission: "schedule.edit",
  input: onPlanSchema,
  run: draftOfPlan,
  done: ({ draftId }, { slug }) => redirect(`/o/${slug}/drafts/${draftId}`),
});
