import * as z from "zod";
import { route } from "@/lib/doors/route";
import { exportEntry } from "@/lib/log/proof";
import { proofResponse } from "../../proof-response";

/** One entry of the change log with what shows, without the rest, that it is in it. */
export const GET = route({
  permission: "log.view",
  input: z.object({ number: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
  load: async (context, { number }) => ({
    proof: await exportEntry(context, number),
    name: `change-log-${context.actor.slug}-entry-${number}`,
  }),
  respond: ({ proof, name }) => proofResponse(proof, name),
});
