import "server-only";
import { appendFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/env";
import { tenantTx } from "@/lib/tenancy/db";

const ANSWER_MS = 15_000;

/** The places outside the database that signed heads are sent to, as far as they are set. */
export const SINKS = ["file", "http"] as const;
export type Sink = (typeof SINKS)[number];

export function isSet(sink: Sink): boolean {
  return sink === "file" ? env().LOG_HEAD_FILE !== undefined : env().LOG_HEAD_URL !== undefined;
}

/** Sends one signed head to one place. Throws when that fails: the queue tries again. */
export async function sendHead(orgId: string, number: number, sink: Sink): Promise<void> {
  const head = await tenantTx(orgId, (db) =>
    db.signedHead.findFirst({
      where: { number: BigInt(number) },
      select: { hash: true, root: true, keyId: true, jws: true },
    }),
  );
  if (!head) return;
  const text = JSON.stringify({ orgId, number, ...head });
  await (sink === "file" ? toFile(text) : toUrl(text));
}

/** Appends a line. One write of a few hundred bytes is not torn by others on a local file system. */
async function toFile(text: string): Promise<void> {
  const file = env().LOG_HEAD_FILE;
  if (!file) return;
  await mkdir(path.dirname(file), { recursive: true });
  await appendFile(file, `${text}\n`, { mode: 0o600 });
}

async function toUrl(body: string): Promise<void> {
  const { LOG_HEAD_URL, LOG_HEAD_TOKEN } = env();
  if (!LOG_HEAD_URL) return;
  const answer = await fetch(LOG_HEAD_URL, {
    method: "POST",
    body,
    headers: {
      "Content-Type": "application/json",
      ...(LOG_HEAD_TOKEN && { Authorization: `Bearer ${LOG_HEAD_TOKEN}` }),
    },
    redirect: "error",
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`LOG_HEAD_URL answered ${answer.status}.`);
}
