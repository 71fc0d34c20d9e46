import "server-only";
import * as z from "zod";
import { seal } from "@/lib/crypto/box";
import { queuedPlace } from "@/lib/notify/outbox";
import { openQueue } from "@/lib/notify/queue";
import { presentPrefix, readable } from "./present";
import type { Rotated } from "./rotate-column";

const LIST = `SELECT j.id::text AS job, t.identifier AS task, j.payload->>'id' AS id, j.payload->>'box' AS box
  FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
  WHERE t.identifier IN ('letter', 'text')`;

const SWAP = `UPDATE graphile_worker._private_jobs
  SET payload = (payload::jsonb || jsonb_build_object('box', $3::text))::json
  WHERE id = $1::bigint AND payload->>'box' = $2`;

const queued = z.array(
  z.object({
    job: z.string(),
    task: z.enum(["letter", "text"]),
    id: z.string(),
    box: z.string(),
  }),
);

/** What the letters and texts that wait in the queue, and those that could not be sent, are called. */
export const QUEUE = "job.box";

async function ask(sql: string, values: readonly string[] = []) {
  return (await openQueue()).withPgClient((client) => client.query(sql, [...values]));
}

const list = async () => queued.parse((await ask(LIST)).rows);

/** Encrypts letters and texts anew that wait in the queue. */
export async function rotateQueue(): Promise<Rotated> {
  const stuck: string[] = [];
  let moved = 0;
  for (const { job, task, id, box } of await list()) {
    if (box.startsWith(presentPrefix())) continue;
    const place = queuedPlace(task, id);
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
