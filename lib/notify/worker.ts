import { setTimeout as pause } from "node:timers/promises";
import {
  type CronItem,
  Logger,
  parseCronItems,
  type Runner,
  run,
  type TaskList,
} from "graphile-worker";
import * as z from "zod";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { logLine } from "@/lib/log-line";
import { report } from "@/lib/report";
import { deliver } from "./deliver";
import { type Mail, sendMail } from "./mail";
import { codeByMail, codeByText } from "./message";
import { A_DAY_OF_TRIES, openJob, openQueue, sealJob } from "./queue";
import { smsProvider } from "./sms";
import { PermanentSmsError } from "./sms-provider";

const deliverPayload = z.object({ orgId: z.uuid(), id: z.uuid() });
const letterPayload = z.object({ id: z.string(), box: z.string(), until: z.number().optional() });
const letterBox = z.object({
  to: z.object({ name: z.string(), address: z.string() }),
  subject: z.string(),
  paragraphs: z.array(z.string()),
  link: z.object({ text: z.string(), path: z.string() }).optional(),
});

const textPayload = z.object({ id: z.string(), box: z.string(), until: z.number() });
const textBox = z.object({ to: z.string(), code: z.string() });

const CODE_MS = 10 * 60_000;

async function queue(task: string, payload: object): Promise<void> {
  await (await openQueue()).addJob(task, payload, { maxAttempts: A_DAY_OF_TRIES });
}

/**
 * Queues a mail of no organisation's. It lies in the queue encrypted: it may hold a link that opens an account. It is tried
 * for about a day, and not after `until`, in ms since the epoch, when what it holds is of no use any more.
 */
export async function queueLetter(letter: Omit<Mail, "id">, until?: number): Promise<void> {
  await queue("letter", { ...sealJob("letter", letter), until });
}

type Code =
  | { readonly kind: "email"; readonly to: Mail["to"]; readonly code: string }
  | { readonly kind: "sms"; readonly to: string; readonly code: string };

/** Queues a code by mail or text. It is sent within the ten minutes for which it holds, or not at all. */
export async function queueCode({ kind, to, code }: Code): Promise<void> {
  const until = Date.now() + CODE_MS;
  if (kind === "email") return queueLetter({ to, ...codeByMail(code) }, until);
  await queue("text", { ...sealJob("text", { to, code }), until });
}

async function sendLetter(payload: unknown): Promise<void> {
  const { id, box, until = Number.POSITIVE_INFINITY } = letterPayload.parse(payload);
  if (Date.now() > until) return;
  const { link, ...letter } = letterBox.parse(openJob("letter", { id, box }));
  await sendMail({ id, ...letter, ...(link && { link }) });
}

async function sendText(payload: unknown): Promise<void> {
  const { id, box, until } = textPayload.parse(payload);
  if (Date.now() > until) return;
  const { to, code } = textBox.parse(openJob("text", { id, box }));
  const text = codeByText(code, new URL(env().STANDBY_URL).hostname);
  await smsProvider()
    .send({ to, text })
    .catch((error: unknown) => {
      if (!(error instanceof PermanentSmsError)) throw error;
      report(error); // the same message would be refused again
    });
}

/**
 * Works off these kinds of jobs inside this process, so many at once, and begins those that have their times. Several
 * processes share the work.
 */
export async function runQueue(
  taskList: TaskList,
  concurrency: number,
  times: readonly CronItem[] = [],
): Promise<Runner> {
  const runner = await run({
    connectionString: env().DATABASE_JOBS_URL,
    concurrency,
    noHandleSignals: true,
    parsedCronItems: parseCronItems([...times]),
    logger: new Logger(() => (level, message) => {
      if (String(level) === "error") logLine("output", { as: "jobs", text: message });
    }),
    taskList,
  });
  runner.events.on("job:failed", ({ error }) => {
    if (!(error instanceof AppError)) report(error);
  });
  return runner;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;

/**
 * Starts a queue and keeps it going: again when it could not begin, or ended because the database went away. An
 * application that came up a moment before its database would else answer nothing for ever.
 */
export async function keepGoing(start: () => Promise<Runner>): Promise<void> {
  for (let wait = FIRST_WAIT; ; wait = Math.min(LONGEST_WAIT, 2 * wait)) {
    try {
      const runner = await start();
      wait = FIRST_WAIT;
      return await runner.promise;
    } catch (error) {
      report(error);
    }
    await pause(wait);
  }
}

/** Delivers messages, and works off the tasks of other rooms. Several processes share the work. */
export async function startWorker(
  others: TaskList = {},
  times: readonly CronItem[] = [],
): Promise<Runner> {
  return runQueue(
    {
      ...others,
      deliver: async (payload) => {
        const { orgId, id } = deliverPayload.parse(payload);
        await deliver(orgId, id);
      },
      letter: sendLetter,
      text: sendText,
    },
    2,
    times,
  );
}
