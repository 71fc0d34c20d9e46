"use server";

import { revalidatePath } from "next/cache";
import { andTell } from "@/app/(account)/later";
import { action } from "@/lib/doors/action";
import * as keys from "@/lib/members/key-commands";
import { newKeySchema, recycleKeySchema, revokeKeySchema } from "@/lib/members/key-schema";
import type { Actor } from "@/lib/tenancy/actor";

const refresh = (_: unknown, actor: Actor) => revalidatePath(`/o/${actor.slug}/me/keys`);

export const createKey = action({
  permission: "member",
  stepUp: true,
  input: newKeySchema,
  shownOnce: true,
  run: (context, input) => keys.createKey(context, "own", input),
  done: andTell(refresh, { what: "An API key", act: "made", path: "me/keys" }),
});

export const recycleKey = action({
  permission: "member",
  stepUp: true,
  input: recycleKeySchema,
  shownOnce: true,
  run: (context, input) => keys.recycleKey(context, "own", input),
  done: andTell(refresh, { what: "An API key", act: "recycled", path: "me/keys" }),
});

export const revokeKey = action({
  permission: "member",
  input: revokeKeySchema,
  run: (context, input) => keys.revokeKey(context, "own", input),
  done: refresh,
});
