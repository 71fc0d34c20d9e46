import * as z from "zod";
import { route } from "@/lib/doors/route";
import { proveHead } from "@/lib/log/proof";
import { proofResponse } from "../proof-response";

/** The last signed head, to be kept; with `since`, also a proof that it continues the head of that entry. */
export const GET = route({
  permission: "log.view",
  input: z.object({
    since: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  }),
  load: async ({ actor, db }, { since }) => ({
    proof: await proveHead(db, actor.orgId, since),
    name: `change-log-${actor.slug}-head`,
  }),
  respond: ({ proof, name }) => proofResponse(proof, name),
});
