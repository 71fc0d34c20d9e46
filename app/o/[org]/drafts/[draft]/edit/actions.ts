"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/lib/doors/action";
import { saveDraft, submitDraft } from "@/lib/roster/draft-commands";
import { draftSchema, saveDraftSchema } from "@/lib/roster/draft-schema";
import { findZones, zonesInput } from "@/lib/roster/edit-queries";

/** Saves the edited document, if nobody has saved since. */
export const save = action({
  permission: "schedule.edit",
  input: saveDraftSchema,
  run: saveDraft,
});

/** Sends what is saved to review. */
export const submit = action({
  permission: "schedule.edit",
  input: draftSchema,
  run: submitDraft,
  done: (_data, { slug }, { draftId }) => revalidatePath(`/o/${slug}/drafts/${draftId}`),
});

/** The rules of zones that were chosen: the page brings only those in use. */
export const fetchZones = action({
  permission: "schedule.edit",
  input: zonesInput,
  run: findZones,
});
