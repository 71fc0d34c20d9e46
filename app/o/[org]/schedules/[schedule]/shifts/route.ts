import { route } from "@/lib/doors/route";
import { answerShifts, shiftsSchema } from "@/lib/roster/shift-answer";

/** A schedule's shifts and gaps in a span of time, each with its reason in words: what the page shows, for machines. */
export const GET = route({
  permission: "schedule.view",
  input: shiftsSchema,
  load: answerShifts,
  respond: (answer) => Response.json(answer, { headers: { "Cache-Control": "private, no-store" } }),
});
