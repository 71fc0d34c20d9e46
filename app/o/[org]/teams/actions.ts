"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/lib/doors/action";
import * as commands from "@/lib/people/commands";
import { addTeamSchema, renameTeamSchema } from "@/lib/people/schema";

export const addTeam = action({
  permission: "team.manage",
  input: addTeamSchema,
  run: commands.addTeam,
  done: (_, actor) => revalidatePath(`/o/${actor.slug}`, "layout"),
});

export const renameTeam = action({
  permission: "team.manage",
  input: renameTeamSchema,
  run: commands.renameTeam,
  done: (_, actor) => revalidatePath(`/o/${actor.slug}`, "layout"),
});
