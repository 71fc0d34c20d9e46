import "server-only";
import type { CronItem, TaskList } from "graphile-worker";
import { forgetEnded } from "@/lib/auth/forget";

/** The job of accounts, which belong to no organisation, for the worker. */
export const accountTasks: TaskList = { "accounts-daily": () => forgetEnded(Date.now()) };

/** Every night, UTC; a night that was missed is made up for. */
export const accountTimes: readonly CronItem[] = [
  { task: "accounts-daily", match: "23 3 * * *", options: { backfillPeriod: 86_400_000 } },
];
