import "server-only";
import * as z from "zod";
import { seal } from "@/lib/crypto/box";
import { openQueue, queuedPlace } from "@/lib/notify/queue";
import { presentPrefix, readable } from "./present";
import type { Rotated } from "./rotate-column";

const LIST = `SELECT j.id::text AS job, t.identifier AS task, j.payload->>'id' AS id, j.payload->>'box' AS box
  FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
  WHERE j.payload->>'box' IS NOT NULL`;

const SWAP = `UPDATE graphile_worker._private_jobs
  SET payload = (payload::jsonb || jsonb_build_object('box', $3::text))::json
  WHERE id = $1::bigint AND payload->>'box' = $2`;

/** The jobs that hold a ciphertext, and what it is sealed as. Another one fails the rotation, so that none is overlooked. */
const SEALED_AS = {
  letter: "letter",
  text: "text",
  "half-sign-in": "letter",
  "log-entry": "entry",
} as const;

const queued = z.array(
  z.object({
    job: z.string(),
    task: z.enum(["letter", "text", "half-sign-in", "log-entry"]),
    id: z.string(),
    box: z.string(),
  }),
);

/** What the letters, texts, half sign-ins and entries that wait in the queue, and those that failed, are called. */
export const QUEUE = "job.box";

async function ask(sql: string, values: readonly string[] = []) {
  return (await openQueue()).withPgClient((client) => client.query(sql, [...values]));
}

const list = async () => queued.parse((await ask(LIST)).rows);

/** Encrypts letters, texts, half sign-ins and entries of the log anew that wait in the queue. */
export async function rotateQueue(): Promise<Rotated> {
  const stuck: string[] = [];
  let moved = 0;
  for (const { job, task, id, box } of await list()) {
    if (box.startsWith(presentPrefix())) continue;
    const place = queuedPlace(SEALED_AS[task], id);
    const text = readable(box, place);
    if (text === null) stuck.push(`${QUEUE} of ${job}`);
    else moved += (await ask(SWAP, [job, box, seal(text, place)])).rowCount ?? 0;
  }
  return { moved, stuck };
}

/** The ciphertexts in the queue. */
export async function queueBoxes(): Promise<readonly string[]> {
  return (await list()).map(({ box }) => box);
}
