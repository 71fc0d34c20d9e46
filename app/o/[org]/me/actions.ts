"use server";

import { revalidatePath } from "next/cache";
import * as z from "zod";
import { changePassword as change, changeAccount } from "@/lib/auth/account";
import * as devices from "@/lib/auth/devices";
import { passwordSchema } from "@/lib/auth/password";
import { startSession } from "@/lib/auth/session";
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
    await changeAccount(context.actor.userId, input);
  },
  done: refresh,
});

export const changePassword = accountAction({
  who: "signed-in",
  input: z.strictObject({
    present: z.string().min(1, "Write your present password.").max(200),
    password: passwordSchema,
  }),
  async run({ present, password }, { userId }) {
    await startSession(await change(userId, present, password));
  },
  done: refresh,
});

export const signOutDevice = accountAction({
  who: "signed-in",
  input: z.strictObject({ session: z.string().min(20).max(100) }),
  run: ({ session }, { userId }) => devices.signOutDevice(userId, session),
  done: refresh,
});

export const signOutOthers = accountAction({
  who: "signed-in",
  input: z.strictObject({}),
  run: (_, { userId, sessionHash }) => devices.signOutOthers(userId, sessionHash),
  done: refresh,
});
