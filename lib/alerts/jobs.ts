import { randomUUID } from "node:crypto";
import type { TaskList } from "graphile-worker";
import * as z from "zod";
import { reportAlert } from "@/lib/report";
import { watchLog } from "./watch";

const organisation = z.object({ orgId: z.uuid() });

/** Looks at the new entries of one organisation's log. The database asks for it after every entry that a rule may look at. */
async function look(payload: unknown): Promise<void> {
  const { orgId } = organisation.parse(payload);
  for (const rule of await watchLog(orgId, `job ${randomUUID()}`, Date.now()))
    reportAlert(rule, orgId);
}

/** The security alerts' job, for the worker. */
export const alertTasks: TaskList = { "alert-watch": look };
