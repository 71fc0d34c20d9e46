import { openRoute } from "@/lib/doors/open-route";
import { publicKeys } from "@/lib/log/key";

export const dynamic = "force-dynamic";

/** The public keys that sign the change logs of this installation, for everybody. */
export const GET = openRoute(async () =>
  Response.json(await publicKeys(), {
    headers: { "Content-Type": "application/jwk-set+json", "Cache-Control": "public, max-age=300" },
  }),
);
