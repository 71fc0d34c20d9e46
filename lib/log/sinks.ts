import "server-only";
import { appendFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/env";
import { enqueue } from "@/lib/notify/outbox";
import { tenantTx } from "@/lib/tenancy/db";
import { latestHead } from "./head";
import { arrived, beginAt, failed, PLACES, type Place, reachedAt } from "./sink-state";

const ANSWER_MS = 15_000;
const PAGE = 100;

/** The places outside the database that are set. */
export function setPlaces(): readonly Place[] {
  const { LOG_HEAD_FILE, LOG_HEAD_URL, LOG_HEAD_MAIL } = env();
  const set = { file: LOG_HEAD_FILE, http: LOG_HEAD_URL, mail: LOG_HEAD_MAIL === "daily" };
  return PLACES.filter((place) => set[place]);
}

/**
 * Sends a place every signed head that it has not got, in order. One that was sent and not noted, because the server died in
 * between, is sent again. Throws when that fails: what is left is sent when the place takes it.
 */
export async function sendHeads(orgId: string, sink: "file" | "http"): Promise<void> {
  try {
    for (;;) {
      const heads = await tenantTx(orgId, async (db) =>
        db.signedHead.findMany({
          where: { number: { gt: BigInt(await reachedAt(db, sink)) } },
          orderBy: { number: "asc" },
          take: PAGE,
          select: { number: true, hash: true, root: true, keyId: true, jws: true },
        }),
      );
      if (heads.length === 0) return;
      for (const { number, ...head } of heads) {
        const text = JSON.stringify({ orgId, number: Number(number), ...head });
        await (sink === "file" ? toFile(text) : postHead(text));
        await tenantTx(orgId, (db) => arrived(db, sink, Number(number)));
      }
    }
  } catch (error) {
    await tenantTx(orgId, (db, now) => failed(db, sink, now));
    throw error;
  }
}

/** Puts the last head into the outbox for every owner, if it is another than the one mailed before. */
export async function mailHead(orgId: string): Promise<void> {
  await tenantTx(orgId, async (db) => {
    const head = await latestHead(db);
    await beginAt(db, "mail", 0);
    if (!head || !(await arrived(db, "mail", head.number))) return;
    const owners = await db.grant.findMany({
      where: { permission: "organisation.own", teamId: null, member: { removedAt: null } },
      select: { memberId: true },
    });
    for (const memberId of new Set(owners.map((owner) => owner.memberId))) {
      await enqueue({ actor: { orgId }, db }, { kind: "log-head", number: head.number, memberId });
    }
  });
}

/** Appends a line. One write of a few hundred bytes is not torn by others on a local file system. */
async function toFile(text: string): Promise<void> {
  const file = env().LOG_HEAD_FILE;
  if (!file) return;
  await mkdir(path.dirname(file), { recursive: true });
  await appendFile(file, `${text}\n`, { mode: 0o600 });
}

/** Posts a head to `LOG_HEAD_URL`, where one is set. Throws when it is not taken within 15 s. */
export async function postHead(body: string): Promise<void> {
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
