import {
  Logger,
  makeWorkerUtils,
  type Runner,
  run,
  type TaskList,
  type WorkerUtils,
} from "graphile-worker";
import * as z from "zod";
import { open, seal } from "@/lib/crypto/box";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { report } from "@/lib/report";
import { deliver } from "./deliver";
import { sendMail } from "./mail";
import { passwordReset } from "./message";

const deliverPayload = z.object({ orgId: z.uuid(), id: z.uuid() });
const resetPayload = z.object({ id: z.string(), box: z.string() });
const resetBox = z.object({ name: z.string(), address: z.string(), secret: z.string() });

const resetPlace = (id: string) => ({ table: "job", column: "reset", orgId: "", row: id });

let utils: Promise<WorkerUtils> | undefined;

/** Queues the mail with a reset link, so that asking takes as long for an unknown address as for a known one. */
export async function queueReset(id: string, letter: z.output<typeof resetBox>): Promise<void> {
  utils ??= makeWorkerUtils({ connectionString: env().DATABASE_JOBS_URL });
  await (await utils).addJob(
    "reset",
    { id, box: seal(JSON.stringify(letter), resetPlace(id)) },
    { maxAttempts: 5 },
  );
}

async function sendReset(payload: unknown): Promise<void> {
  const { id, box } = resetPayload.parse(payload);
  const letter = resetBox.parse(JSON.parse(open(box, resetPlace(id))));
  const { name, address, secret } = letter;
  await sendMail({ id, to: { name, address }, ...passwordReset({ path: `/reset/${secret}` }) });
}

/** Works off these kinds of jobs inside this process, so many at once. Several processes share the work. */
export async function runQueue(taskList: TaskList, concurrency: number): Promise<Runner> {
  const runner = await run({
    connectionString: env().DATABASE_JOBS_URL,
    concurrency,
    noHandleSignals: true,
    parsedCronItems: [],
    logger: new Logger(() => (level, message) => {
      if (String(level) === "error") console.error(`jobs: ${message}`);
    }),
    taskList,
  });
  runner.events.on("job:failed", ({ error }) => {
    if (!(error instanceof AppError)) report(error);
  });
  return runner;
}

/** Delivers messages, and works off the tasks of other rooms. Several processes share the work. */
export async function startWorker(others: TaskList = {}): Promise<Runner> {
  return runQueue(
    {
      ...others,
      deliver: async (payload) => {
        const { orgId, id } = deliverPayload.parse(payload);
        await deliver(orgId, id);
      },
      reset: sendReset,
    },
    2,
  );
}
