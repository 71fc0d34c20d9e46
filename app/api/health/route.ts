import { isReachable } from "@/lib/auth/reachable";
import { spendProbe } from "@/lib/doors/budget";
import { openRoute } from "@/lib/doors/open-route";
import { zonesVersion } from "@/lib/zones/table";

export const dynamic = "force-dynamic";

/** A database that does not answer is asked for again after so many seconds. */
const RETRY_SECONDS = 5;

/** For probes: whether the database answers, and which edition of the time zones' rules is used. */
export const GET = openRoute(async () => {
  const database = await isReachable();
  return Response.json(
    { status: database ? "ok" : "failing", database, zones: zonesVersion },
    {
      status: database ? 200 : 503,
      headers: {
        "Cache-Control": "no-store",
        ...(!database && { "Retry-After": String(RETRY_SECONDS) }),
      },
    },
  );
}, spendProbe);
