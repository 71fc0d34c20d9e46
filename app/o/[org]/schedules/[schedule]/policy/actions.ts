"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/lib/doors/action";
import {
  dropPolicy,
  dropPolicySchema,
  savePolicy,
  schedulePolicySchema,
} from "@/lib/roster/policy-store";
import type { Actor } from "@/lib/tenancy/actor";

const refresh = (_: unknown, actor: Actor) => revalidatePath(`/o/${actor.slug}`, "layout");

export const changeSchedulePolicy = action({
  permission: "settings.manage",
  input: schedulePolicySchema,
  run: (context, { scheduleId, version, ...rules }) =>
    savePolicy(context, { scheduleId, version, rules }),
  done: refresh,
});

export const dropSchedulePolicy = action({
  permission: "settings.manage",
  input: dropPolicySchema,
  run: dropPolicy,
  done: refresh,
});
