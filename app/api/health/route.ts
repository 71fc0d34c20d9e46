import { isReachable } from "@/lib/auth/reachable";
import { zonesVersion } from "@/lib/zones/table";

export const dynamic = "force-dynamic";

/** For probes: whether the database answers, and which edition of the time zones' rules is used. */
export async function GET(): Promise<Response> {
  const database = await isReachable();
  return Response.json(
    { status: database ? "ok" : "failing", database, zones: zonesVersion },
    { status: database ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}
