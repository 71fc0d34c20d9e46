import { captureRequestError } from "@sentry/nextjs";

export const onRequestError = captureRequestError;

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "edge") {
    await import("./sentry.edge.config");
    return;
  }
  await import("./sentry.server.config");
  const { env } = await import("@/lib/env");
  const { STANDBY_URL, TRUSTED_PROXIES } = env();
  if (STANDBY_URL.startsWith("https:") && TRUSTED_PROXIES === 0)
    console.warn(
      "A proxy must stand in front for HTTPS: set TRUSTED_PROXIES, or nothing is limited by network (docs/limits.md).",
    );
  const { runQueue, startWorker } = await import("@/lib/notify/worker");
  const { logTasks } = await import("@/lib/log/jobs");
  const { supportTasks } = await import("@/lib/support/jobs");
  await startWorker({ ...logTasks, ...supportTasks });
  // One at a time, and apart from the messages: a plan takes half a minute, and a message must not wait for it.
  const { runPlan } = await import("@/lib/roster/plan-run");
  await runQueue({ plan: runPlan }, 1);
}
