import "server-only";
import type { CronItem, TaskList } from "graphile-worker";
import { forgetEnded } from "@/lib/auth/forget";
import { forgetFailed } from "@/lib/notify/queue";

const DAY = 86_400_000;

/** Whoever runs Standby may look at a job that failed, or have it tried again, for a day. */
async function forget(): Promise<void> {
  const now = Date.now();
  await forgetFailed(new Date(now - DAY));
  await forgetEnded(now);
}

/** The job of accounts and of the queue, which belong to no organisation, for the worker. */
export const accountTasks: TaskList = { "accounts-daily": forget };

/** Every night, UTC; a night that was missed is made up for. */
export const accountTimes: readonly CronItem[] = [
  { task: "accounts-daily", match: "23 3 * * *", options: { backfillPeriod: DAY } },
];
