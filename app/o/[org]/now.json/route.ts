import { route } from "@/lib/doors/route";
import { answerNow, nowSchema } from "@/lib/roster/now-json";

/** Who is on call at this moment: what the first page shows, for machines. */
export const GET = route({
  permission: "schedule.view",
  input: nowSchema,
  load: answerNow,
  respond: (answer) => Response.json(answer, { headers: { "Cache-Control": "private, no-store" } }),
});
