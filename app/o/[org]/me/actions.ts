"use server";

import { revalidatePath } from "next/cache";
import * as z from "zod";
import { changePassword as change } from "@/lib/auth/account";
import { passwordSchema } from "@/lib/auth/password";
import { startSession } from "@/lib/auth/session";
import { revokeOthers, revokeSession, updateProfile } from "@/lib/auth/store";
import { accountAction } from "@/lib/doors/account";
import { action } from "@/lib/doors/action";
import { changeMyself } from "@/lib/people/commands";
import { profileSchema } from "@/lib/people/schema";

const refresh = () => revalidatePath("/o/[org]", "layout");

export const changeProfile = action({
  permission: "member",
  input: profileSchema,
  async run(context, input) {
    await changeMyself(context, input);
    await updateProfile(context.actor.userId, { name: input.name, zone: input.zone });
  },
  done: refresh,
});

export const changePassword = accountAction({
  who: "signed-in",
  input: z.strictObject({ present: z.string().min(1, "Write your present password.").max(200), password: passwordSchema }),
  async run({ present, password }, { userId }) {
    await startSession(await change(userId, present, password));
  },
  done: refresh,
});

export const signOutDevice = accountAction({
  who: "signed-in",
  input: z.strictObject({ session: z.string().min(20).max(100) }),
  run: ({ session }, { userId }) => revokeSession(session, userId),
  done: refresh,
});

export const signOutOthers = accountAction({
  who: "signed-in",
  input: z.strictObject({}),
  run: (_, { userId, sessionHash }) => revokeOthers(userId, sessionHash),
  done: refresh,
});
