import { captureRequestError } from "@sentry/nextjs";

export async function onRequestError(
  ...failure: Parameters<typeof captureRequestError>
): Promise<void> {
  if (process.env.NEXT_RUNTIME === "edge") return captureRequestError(...failure);
  const { isCallersFault } = await import("@/lib/doors/undecodable");
  if (isCallersFault()) return;
  const { reportPage } = await import("@/lib/report");
  reportPage(...failure);
}

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "edge") {
    await import("./sentry.edge.config");
    return;
  }
  const { beginOrLeave } = await import("@/lib/last-resort");
  // Inside, so that what is for Node alone stays out of the edge's bundle.
  await beginOrLeave(async () => {
    await import("./sentry.server.config");
    const { env } = await import("@/lib/env");
    const { NODE_ENV } = env();
    const { logLine } = await import("@/lib/log-line");
    const { catchUnhandled, takeConsole } = await import("@/lib/last-resort");
    if (NODE_ENV === "production") takeConsole();
    const { report } = await import("@/lib/report");
    catchUnhandled(report);
    logLine("server.started", { node: process.version });
    const { trustedProxies } = await import("@/lib/auth/origin");
    const { unwise } = await import("@/lib/doors/warnings");
    for (const warning of unwise(env(), trustedProxies())) logLine("setting.unwise", warning);
    const { markPeers } = await import("@/lib/auth/peer");
    markPeers();
    const { mendRequestLines } = await import("@/lib/doors/request-line");
    mendRequestLines();
    const { blameCallers } = await import("@/lib/doors/undecodable");
    blameCallers();
    const { keepAnswers } = await import("@/lib/doors/status");
    keepAnswers();
    const { keepGoing, runQueue, startWorker } = await import("@/lib/notify/worker");
    const { logTasks } = await import("@/lib/log/jobs");
    const { supportTasks } = await import("@/lib/support/jobs");
    const { alertTasks } = await import("@/lib/alerts/jobs");
    const { signInTasks } = await import("@/app/(account)/half-sign-in");
    const { accountTasks, accountTimes } = await import("@/lib/personal/jobs");
    const { lateTasks } = await import("@/lib/tenancy/late-entry");
    // Not waited for: pages are served, and say what is wrong, also while the database is not there yet.
    const tasks = {
      ...logTasks,
      ...supportTasks,
      ...alertTasks,
      ...accountTasks,
      ...signInTasks,
      ...lateTasks,
    };
    void keepGoing(() => startWorker(tasks, accountTimes));
    // One at a time, and apart from the messages: a plan takes half a minute, and a message must not wait for it.
    const { runPlan } = await import("@/lib/roster/plan-run");
    void keepGoing(() => runQueue({ plan: runPlan }, 1));
  });
}
