import * as z from "zod";
import { route } from "@/lib/doors/route";
import { AppError } from "@/lib/errors";
import { proveEntry } from "@/lib/log/proof";
import { proofResponse } from "../../proof-response";

/** One entry of the change log with what shows, without the rest, that it is in it. */
export const GET = route({
  permission: "log.view",
  input: z.object({ number: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
  async load({ actor, db }, { number }) {
    const proof = await proveEntry(db, number);
    if (!proof) throw new AppError("not_found", "That entry is not in the log.");
    if ("waits" in proof)
      throw new AppError("unavailable", "No head that covers it is signed yet. Ask in a minute.");
    return { proof, name: `change-log-${actor.slug}-entry-${number}` };
  },
  respond: ({ proof, name }) => proofResponse(proof, name),
});
