"use server";

import { redirect } from "next/navigation";
import * as z from "zod";
import { eraseAccount } from "@/lib/auth/erase";
import { currentSession } from "@/lib/auth/session";
import { action } from "@/lib/doors/action";
import * as erasure from "@/lib/personal/erase";
import { askToHandOver, handOverSchema } from "@/lib/roster/hand-over-commands";

export const handOverMine = action({
  permission: "member",
  input: handOverSchema,
  run: askToHandOver,
});

export const eraseMe = action({
  permission: "member",
  stepUp: true,
  input: z.strictObject({}),
  run: erasure.eraseMe,
  async done({ userId }) {
    // What an organisation's provider opened takes out of that organisation, and does not end the account.
    const own = (await currentSession())?.own ?? false;
    const gone = own && userId !== null && (await eraseAccount(userId));
    redirect(gone ? "/erased?account=1" : "/erased");
  },
});
