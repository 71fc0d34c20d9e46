import { route } from "@/lib/doors/route";
import { exportLog, exportSchema } from "@/lib/roster/log-queries";

/** The change log as JSON lines: everything that a verifier needs, and nothing of anybody's details. */
export const GET = route({
  permission: "log.export",
  input: exportSchema,
  load: async (context, { after }) => ({
    ...(await exportLog(context, after)),
    slug: context.actor.slug,
  }),
  respond: ({ lines, first, last, slug }) =>
    new Response(lines.map((line) => `${line}\n`).join(""), {
      headers: {
        "Content-Type": "application/x-ndjson; charset=utf-8",
        "Content-Disposition": `attachment; filename="change-log-${slug}-${first}-${last}.jsonl"`,
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
      },
    }),
});
