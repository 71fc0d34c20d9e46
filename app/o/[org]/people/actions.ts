"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { eraseAccount } from "@/lib/auth/erase";
import { action } from "@/lib/doors/action";
import * as commands from "@/lib/people/commands";
import {
  addPersonSchema,
  archivePersonSchema,
  changePersonSchema,
  dropWishSchema,
  endTimeOffSchema,
  timeOffSchema,
  wishSchema,
} from "@/lib/people/schema";
import * as wishes from "@/lib/people/wish-commands";
import * as erasure from "@/lib/personal/erase";
import { askToHandOver, handOverSchema } from "@/lib/roster/hand-over-commands";

export const addPerson = action({
  permission: "people.manage",
  input: addPersonSchema,
  run: commands.addPerson,
  done: ({ personId }, actor) => redirect(`/o/${actor.slug}/people/${personId}`),
});

export const changePerson = action({
  permission: "people.manage",
  input: changePersonSchema,
  run: commands.changePerson,
  done: (_, actor) => revalidatePath(`/o/${actor.slug}`, "layout"),
});

export const archivePerson = action({
  permission: "people.manage",
  input: archivePersonSchema,
  run: commands.archivePerson,
  done: (_, actor) => redirect(`/o/${actor.slug}/people`),
});

export const addTimeOff = action({
  permission: "member",
  input: timeOffSchema,
  run: commands.addTimeOff,
  done: (_, actor) => revalidatePath(`/o/${actor.slug}`, "layout"),
});

export const removeTimeOff = action({
  permission: "member",
  input: endTimeOffSchema,
  run: commands.removeTimeOff,
  done: (_, actor) => revalidatePath(`/o/${actor.slug}`, "layout"),
});

export const addWish = action({
  permission: "member",
  input: wishSchema,
  run: wishes.addWish,
  done: (_, actor) => revalidatePath(`/o/${actor.slug}`, "layout"),
});

export const removeWish = action({
  permission: "member",
  input: dropWishSchema,
  run: wishes.removeWish,
  done: (_, actor) => revalidatePath(`/o/${actor.slug}`, "layout"),
});

export const handOver = action({
  permission: "schedule.edit",
  input: handOverSchema,
  run: askToHandOver,
});

export const erasePerson = action({
  permission: "people.manage",
  stepUp: true,
  input: erasure.erasePersonSchema,
  run: erasure.erasePerson,
  async done({ userId }, actor) {
    if (userId !== null) await eraseAccount(userId);
    redirect(`/o/${actor.slug}/people`);
  },
});
