import { leaveNothing } from "@/lib/doors/leave-nothing";
import { openRoute } from "@/lib/doors/open-route";

/**
 * Where a browser goes whose member was erased: nothing of the organisation stays behind in it. A route, since an action
 * cannot set the header that says so; whoever comes here without having been erased loses nothing but copies.
 */
export const GET = openRoute((request: Request) => {
  const account = new URL(request.url).searchParams.has("account");
  return new Response(null, {
    status: 303,
    headers: {
      Location: account ? "/sign-in?erased=1" : "/organisations",
      ...leaveNothing,
      "Cache-Control": "no-store",
    },
  });
});
