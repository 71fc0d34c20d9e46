import * as z from "zod";
import { currentSession } from "@/lib/auth/session";
import { route } from "@/lib/doors/route";
import { exportMe } from "@/lib/personal/export";

/** All that is kept about whoever asks, as JSON. Each export is in the change log. */
export const GET = route({
  permission: "member",
  costly: "export-organisation",
  stepUp: true,
  input: z.object({}),
  async load(context) {
    const own = (await currentSession())?.own ?? false;
    return { data: await exportMe(context, own), slug: context.actor.slug };
  },
  respond: ({ data, slug }) =>
    new Response(JSON.stringify(data, null, 2), {
      headers: {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Disposition": `attachment; filename="my-data-${slug}.json"`,
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
      },
    }),
});
