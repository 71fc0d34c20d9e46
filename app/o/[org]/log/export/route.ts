import * as z from "zod";
import { route } from "@/lib/doors/route";
import { exportLines, planExport } from "@/lib/log/export";

/** Sends lines as they come, and asks for more only when they were taken. */
function streamOf(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`${value}\n`));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}

/** The change log as JSON lines: everything that a verifier needs, and nothing readable of anybody's details. */
export const GET = route({
  permission: "log.export",
  costly: "export-organisation",
  stepUp: true,
  input: z.object({}),
  load: async (context) => ({ plan: await planExport(context), slug: context.actor.slug }),
  respond: ({ plan, slug }) =>
    new Response(streamOf(exportLines(plan)), {
      headers: {
        "Content-Type": "application/x-ndjson; charset=utf-8",
        "Content-Disposition": `attachment; filename="change-log-${slug}-${plan.after + 1}-${plan.last}.jsonl"`,
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
      },
    }),
});
