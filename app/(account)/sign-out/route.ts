import { currentSession, endSession } from "@/lib/auth/session";
import { accountLog } from "@/lib/doors/account-log";
import { leaveNothing } from "@/lib/doors/leave-nothing";
import { openRoute, refusedAsText } from "@/lib/doors/open-route";
import { requireSameOrigin } from "@/lib/doors/origin";

/**
 * Ends the session of this browser; nothing of the roster stays behind in it. A route, since an action cannot
 * set the header that says so.
 */
export const POST = openRoute(async () => {
  try {
    await requireSameOrigin();
  } catch (error) {
    return refusedAsText(error);
  }
  const session = await currentSession();
  if (session) await accountLog.signedOut(session);
  await endSession();
  return new Response(null, {
    status: 303,
    headers: { Location: "/sign-in?out=1", ...leaveNothing },
  });
});
