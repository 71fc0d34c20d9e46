import "server-only";
import { currentSession, endSession } from "@/lib/auth/session";
import { accountLog } from "./account-log";

/** Ends the session of this browser, and has it forget its cookie: with the entries in logs or not at all. */
export async function signOut(): Promise<void> {
  const session = await currentSession();
  if (session) await accountLog.signedOut(session);
  await endSession();
}
