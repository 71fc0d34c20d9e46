import { currentSession, endSession } from "@/lib/auth/session";
import { accountLog } from "@/lib/doors/account-log";
import { requireSameOrigin } from "@/lib/doors/origin";
import { AppError, STATUS } from "@/lib/errors";

/**
 * Ends the session of this browser; nothing of the roster stays behind in it. A route, since an action cannot
 * set the header that says so.
 */
export async function POST(): Promise<Response> {
  try {
    await requireSameOrigin();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return new Response(`${error.message}\n`, { status: STATUS[error.code] });
  }
  const session = await currentSession();
  if (session) await accountLog.signedOut(session.userId);
  await endSession();
  return new Response(null, {
    status: 303,
    headers: { Location: "/sign-in?out=1", "Clear-Site-Data": '"cache", "storage"' },
  });
}
