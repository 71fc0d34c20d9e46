import "server-only";
import { after } from "next/server";
import { AppError } from "@/lib/errors";
import { report } from "@/lib/report";
import type { Actor } from "@/lib/tenancy/actor";
import { tenantTx } from "@/lib/tenancy/db";
import { namesOutOfReach } from "@/lib/tenancy/out-of-reach";
import { isRefusal, noteRefusal, type Requirement } from "@/lib/tenancy/require";

type Said = {
  /** What was thrown; null where nothing was found. */
  readonly error: unknown;
  /** All that the call says, ids of rows among it. */
  readonly named: unknown;
};

const isNotFound = (error: unknown): boolean =>
  error === null || (error instanceof AppError && error.code === "not_found");

/**
 * Logs that somebody was refused who is told "not found": also where a row that they named is there, out of their reach.
 * Once the answer is out: its time would tell that there is one.
 */
export function noteHidden(actor: Actor, requirement: Requirement, { error, named }: Said): void {
  if (!isNotFound(error) && !isRefusal(error)) return;
  after(async () => {
    try {
      if (isRefusal(error)) return await noteRefusal(actor, requirement, error);
      const hidden = await tenantTx(actor.orgId, (db) =>
        namesOutOfReach(db, actor, requirement, named),
      );
      if (hidden) await noteRefusal(actor, requirement, new AppError("refused", "Out of reach."));
    } catch (failed) {
      report(failed);
    }
  });
}
