import { leaveNothing } from "@/lib/doors/leave-nothing";
import { openRoute, refusedAsText } from "@/lib/doors/open-route";
import { requireSameOrigin } from "@/lib/doors/origin";
import { signOut } from "@/lib/doors/sign-out";

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
  await signOut();
  return new Response(null, {
    status: 303,
    headers: { Location: "/sign-in?out=1", ...leaveNothing },
  });
});
