"use server";

import { revalidatePath } from "next/cache";
import { andTell } from "@/app/(account)/later";
import { action } from "@/lib/doors/action";
import { setMeaning } from "@/lib/scim/meaning-command";
import {
  groupMeaningSchema,
  newTokenSchema,
  recycleTokenSchema,
  revokeTokenSchema,
} from "@/lib/scim/settings-schema";
import * as tokens from "@/lib/scim/token-commands";
import type { Actor } from "@/lib/tenancy/actor";

const refresh = (_: unknown, actor: Actor) => revalidatePath(`/o/${actor.slug}`, "layout");

export const createToken = action({
  permission: "organisation.own",
  stepUp: true,
  shownOnce: true,
  input: newTokenSchema,
  run: tokens.createToken,
  done: andTell(refresh, { what: "A SCIM token", act: "made", path: "settings/scim" }),
});

export const recycleToken = action({
  permission: "organisation.own",
  stepUp: true,
  shownOnce: true,
  input: recycleTokenSchema,
  run: tokens.recycleToken,
  done: andTell(refresh, { what: "A SCIM token", act: "recycled", path: "settings/scim" }),
});

export const revokeToken = action({
  permission: "organisation.own",
  input: revokeTokenSchema,
  run: tokens.revokeToken,
  done: refresh,
});

export const mapGroup = action({
  permission: "organisation.own",
  stepUp: true,
  input: groupMeaningSchema,
  timeoutMs: 60_000,
  run: setMeaning,
  done: refresh,
});
