"use server";

import { revalidatePath } from "next/cache";
import * as z from "zod";
import { addPasskey, beginPasskey, removePasskey } from "@/lib/auth/passkey";
import { madeSchema } from "@/lib/auth/passkey-schema";
import { type FactorKind, sentKindSchema } from "@/lib/auth/schema";
import {
  beginSetup,
  type Changed,
  finishSetup,
  renewBackupCodes,
  turnAppOff,
} from "@/lib/auth/second-factor";
import { beginCodeFactor, finishCodeFactor, setUpScope, turnCodesOff } from "@/lib/auth/sent-code";
import { type CurrentSession, startSession } from "@/lib/auth/session";
import { accountAction } from "@/lib/doors/account";
import { accountLog } from "@/lib/doors/account-log";
import { factorChanged } from "@/lib/notify/message";
import { queueCode } from "@/lib/notify/worker";
import { tellOwner } from "../later";
import { typedCode } from "../schema";

const input = z.discriminatedUnion("step", [
  z.strictObject({ step: z.literal("app-begin") }),
  z.strictObject({ step: z.literal("app-finish"), code: typedCode }),
  z.strictObject({ step: z.literal("app-off") }),
  z.strictObject({
    step: z.literal("passkey-finish"),
    name: z.string().trim().min(1, "Give it a name.").max(60, "Use at most 60 characters."),
    response: madeSchema,
  }),
  z.strictObject({ step: z.literal("passkey-off"), passkey: z.string().min(1).max(2_000) }),
  z.strictObject({
    step: z.literal("codes-begin"),
    kind: sentKindSchema,
    phone: z.string().trim().max(40).default(""),
    code: z.string().max(60).default(""),
  }),
  z.strictObject({
    step: z.literal("codes-finish"),
    kind: sentKindSchema,
    phone: z.string().max(40).default(""),
    code: typedCode,
  }),
  z.strictObject({ step: z.literal("codes-off"), kind: sentKindSchema }),
  z.strictObject({ step: z.literal("renew") }),
]);

type Input = z.output<typeof input>;

/** What a step did to the account, for its log and for the session that goes on; null where nothing changed yet. */
type Done = {
  readonly act: "on" | "off" | "renewed";
  readonly kind?: FactorKind;
  readonly changed: Changed;
};

const ACTS = {
  on: "member.second-factor-on",
  off: "member.second-factor-off",
  renewed: "member.backup-codes-renewed",
} as const;

async function take(step: Input, session: CurrentSession, now: number): Promise<Done | null> {
  const { userId } = session;
  const log = (act: Done["act"], kind?: FactorKind) =>
    accountLog.ready(ACTS[act], userId, kind ? { kind } : {});
  switch (step.step) {
    case "app-begin":
      await beginSetup(session, now);
      return null;
    case "app-finish":
      return {
        act: "on",
        kind: "totp",
        changed: await finishSetup(session, step.code, now, await log("on", "totp")),
      };
    case "app-off":
      return {
        act: "off",
        kind: "totp",
        changed: await turnAppOff(session, await log("off", "totp")),
      };
    case "passkey-finish":
      return {
        act: "on",
        kind: "passkey",
        changed: await addPasskey(session, step, now, await log("on", "passkey")),
      };
    case "passkey-off":
      return {
        act: "off",
        kind: "passkey",
        changed: await removePasskey(session, step.passkey, await log("off", "passkey")),
      };
    case "renew":
      return { act: "renewed", changed: await renewBackupCodes(session, await log("renewed")) };
    case "codes-off":
      return {
        act: "off",
        kind: step.kind,
        changed: await turnCodesOff(session, step.kind, await log("off", step.kind)),
      };
    default:
      return takeCode(step, session, now);
  }
}

async function takeCode(
  step: Extract<Input, { step: "codes-begin" | "codes-finish" }>,
  session: CurrentSession,
  now: number,
): Promise<Done | null> {
  const { kind } = step;
  if (step.step === "codes-finish") {
    const log = await accountLog.ready(ACTS.on, session.userId, { kind });
    return { act: "on", kind, changed: await finishCodeFactor(session, kind, step.code, now, log) };
  }
  const sentFor = { userId: session.userId, kind, scope: setUpScope(session.sessionHash) };
  await beginCodeFactor(sentFor, step.phone, queueCode, now);
  return null;
}

/** One action for every step, so that its outcome stays on the page while the page changes under it. */
export const changeFactor = accountAction({
  who: "signed-in",
  own: true,
  stepUp: true,
  input,
  async run(step, session) {
    const done = await take(step, session, Date.now());
    if (!done) return { step: step.step, codes: [] };
    const { act, kind, changed } = done;
    await tellOwner(session.userId, factorChanged({ act, kind }));
    const { provenBy, provenAt } = session;
    // A new factor was just proven; another change proves nothing new.
    await startSession(
      changed.user,
      act === "on" && kind ? { provenBy: kind } : { provenBy, provenAt },
    );
    return { step: step.step, codes: changed.codes };
  },
  done: () => revalidatePath("/second-factor"),
});

export const askForNewPasskey = accountAction({
  who: "signed-in",
  own: true,
  stepUp: true,
  input: z.object({}),
  run: (_, { userId, sessionHash }) => beginPasskey(userId, sessionHash, Date.now()),
});
