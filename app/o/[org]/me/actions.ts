"use server";

import { revalidatePath } from "next/cache";
import * as z from "zod";
import { andTell, tellOwner } from "@/app/(account)/later";
import { changePassword as change, changeAccount } from "@/lib/auth/account";
import * as devices from "@/lib/auth/devices";
import { passwordSchema } from "@/lib/auth/password";
import { startSession } from "@/lib/auth/session";
import { accountAction } from "@/lib/doors/account";
import { accountLog } from "@/lib/doors/account-log";
import { action } from "@/lib/doors/action";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { passwordChanged } from "@/lib/notify/message";
import { changeMyself } from "@/lib/people/commands";
import { profileSchema } from "@/lib/people/schema";
import * as feeds from "@/lib/roster/feed-commands";

const refresh = () => revalidatePath("/o/[org]", "layout");

export const changeProfile = action({
  permission: "member",
  input: profileSchema,
  prepare: async (_, { own }) => ({ own }),
  async run(context, input, { own }) {
    await changeMyself(context, input);
    // The account is other organisations' member, too: what one's provider opened renames it here alone.
    if (own) await changeAccount(context.actor.userId, input);
  },
  done: refresh,
});

export const changePassword = accountAction({
  who: "signed-in",
  own: true,
  stepUp: true,
  input: z.strictObject({
    presentPassword: z.string().min(1, "Write your present password.").max(200),
    password: passwordSchema,
  }),
  async run({ presentPassword, password }, session) {
    const { userId, provenBy, provenAt } = session;
    const log = await accountLog.ready("member.password-changed", userId, {});
    const locked = accountLog.lockedIn(session);
    const user = await change(session, presentPassword, password, log, locked).catch((error) => {
      if (error instanceof AppError && error.fields?.presentPassword)
        accountLog.failedIn(session, "password");
      throw error;
    });
    await tellOwner(userId, passwordChanged());
    await startSession(user, { provenBy, provenAt });
  },
  done: refresh,
});

export const signOutDevice = accountAction({
  who: "signed-in",
  stepUp: true,
  input: z.strictObject({ session: z.string().min(20).max(100) }),
  async run({ session }, current) {
    const log = await accountLog.readyIn("member.device-signed-out", current, {});
    await devices.signOutDevice(current, session, log);
  },
  done: refresh,
});

const toAddress = ({ path }: feeds.NewFeed) => ({
  address: new URL(path, env().STANDBY_URL).href,
});

export const createFeed = action({
  permission: "member",
  stepUp: true,
  input: feeds.newFeedSchema,
  shownOnce: true,
  run: async (context, input) => toAddress(await feeds.createFeed(context, input)),
  done: andTell(refresh, { what: "A calendar feed", act: "made", path: "me" }),
});

export const recycleFeed = action({
  permission: "member",
  stepUp: true,
  input: feeds.recycleFeedSchema,
  shownOnce: true,
  run: async (context, input) => toAddress(await feeds.recycleFeed(context, input)),
  done: andTell(refresh, { what: "A calendar feed", act: "recycled", path: "me" }),
});

export const revokeFeed = action({
  permission: "member",
  input: feeds.feedSchema,
  run: (context, input) => feeds.revokeFeed(context, "own", input),
  done: refresh,
});

export const signOutOthers = accountAction({
  who: "signed-in",
  stepUp: true,
  input: z.strictObject({}),
  async run(_, session) {
    const log = await accountLog.readyIn("member.device-signed-out", session, {});
    await devices.signOutOthers(session, log);
  },
  done: refresh,
});
