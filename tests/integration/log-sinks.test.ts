import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Runner } from "graphile-worker";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { logTasks } from "@/lib/log/jobs";
import { publicKeys } from "@/lib/log/key";
import { placeStates } from "@/lib/log/sink-state";
import { setPlaces } from "@/lib/log/sinks";
import { startWorker } from "@/lib/notify/worker";
import { as } from "@/scripts/demo-stage";
import { verifyExport } from "@/scripts/standby-verify/standby-verify.mjs";
import { openSmtp } from "../support/smtp";
import { exported } from "./log-stage";
import { HOUR, openStage, published, type Tenant, tenant, weekly } from "./stage";

const NOW = Date.now();
const SOON = { timeout: 20_000, interval: 100 };

type Head = { orgId: string; number: number; hash: string; jws: string };

let stage: Awaited<ReturnType<typeof openStage>>;
let smtp: Awaited<ReturnType<typeof openSmtp>>;
let owner: pg.Client;
let lumen: Tenant;
let folder: string;
let worker: Runner | undefined;
/** What the address takes, or how it refuses. */
let answer = 204;
const posted: { bearer: string | undefined; head: Head }[] = [];

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    const head = JSON.parse(Buffer.concat(parts).toString());
    if (answer < 300) posted.push({ bearer: request.headers.authorization, head });
    response.writeHead(answer).end();
  });
});

beforeAll(async () => {
  smtp = await openSmtp();
  folder = await mkdtemp(path.join(tmpdir(), "standby-heads-"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  stage = await openStage(() => ({
    SMTP_URL: smtp.url,
    LOG_HEAD_FILE: path.join(folder, "outside", "heads.jsonl"),
    LOG_HEAD_URL: `http://127.0.0.1:${port}/heads`,
    LOG_HEAD_TOKEN: "a token",
    LOG_HEAD_MAIL: "daily",
  }));
  lumen = await tenant("lumen");
  owner = await stage.openOwner();
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  vi.restoreAllMocks();
});
afterAll(async () => {
  await smtp.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await stage.close();
  await rm(folder, { recursive: true });
});

/** Lets a waiting job of this organisation run now. */
const due = (key: string) =>
  owner.query(`UPDATE graphile_worker._private_jobs SET run_at = now() WHERE key LIKE $1`, [
    `${key}%:${lumen.orgId}`,
  ]);
const states = () =>
  as(lumen.owner, NOW, ({ db }) => placeStates(db, setPlaces(), Date.now() + HOUR));
const filed = async (): Promise<Head[]> => {
  const text = await readFile(path.join(folder, "outside", "heads.jsonl"), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
};
const signed = () =>
  as(lumen.owner, NOW, ({ db }) => db.signedHead.findMany({ orderBy: { number: "asc" } }));

/** Publishes a roster, and gives back the number of its entry. */
async function publish(): Promise<number> {
  const author = await lumen.member("Ana Author", "Scheduler");
  const reviewer = await lumen.member("Rita Reviewer", "Approver");
  const scheduleId = await published(lumen, author, reviewer, NOW, weekly([author.person]));
  const { rows } = await owner.query<{ number: number }>(
    `SELECT "number"::int AS number FROM "ChangeLogEntry" WHERE "scheduleId" = $1 AND "action" = 'schedule.published'`,
    [scheduleId],
  );
  return rows[0]?.number ?? Number.NaN;
}

describe("signed heads", () => {
  test("reach the file and the address at once when something is published, each as it was signed", async () => {
    worker = await startWorker(logTasks);
    const number = await publish();
    await expect.poll(() => posted.at(-1)?.head.number ?? 0, SOON).toBeGreaterThanOrEqual(number);
    const last = (await signed()).at(-1);
    expect(last).toMatchObject({ jws: posted.at(-1)?.head.jws, hash: posted.at(-1)?.head.hash });
    await expect.poll(async () => (await filed()).at(-1), SOON).toEqual(posted.at(-1)?.head);
    expect(posted.at(-1)?.bearer).toBe("Bearer a token");
    const head = posted.at(-1)?.head;
    if (!head) throw new Error("nothing was posted");
    const { keys } = await publicKeys();
    const lines = await exported(lumen.owner);
    expect((await verifyExport(lines, { keys, heads: [head] })).problems).toEqual([]);
    expect((await verifyExport(lines, { keys, heads: [{ ...head, hash: "0" }] })).problems).toEqual(
      [expect.stringMatching(/rewritten/)],
    );
  });

  test("that a place does not take hold up no publication, are told to operator and owners, and follow in order", async () => {
    const before = posted.length;
    answer = 503;
    const told: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((line) => told.push(String(line)) > 0);
    worker = await startWorker(logTasks);
    const number = await publish();
    await expect
      .poll(() => told.join(""), SOON)
      .toMatch(/"head\.unsent".*LOG_HEAD_URL answered 503/);
    // Nor do they hold up the places that take them.
    await expect
      .poll(async () => (await filed()).at(-1)?.number, SOON)
      .toBeGreaterThanOrEqual(number);
    const second = await publish();
    await expect
      .poll(async () => (await signed()).at(-1)?.number, SOON)
      .toBeGreaterThanOrEqual(second);
    expect(told.join("")).not.toMatch(/"event":"error"/);
    expect(await states()).toMatchObject([
      { place: "file", failingSince: null },
      { place: "http", reached: posted.at(-1)?.head.number, failingSince: expect.any(Number) },
      { place: "mail", reached: 0, failingSince: null },
    ]);
    expect(posted.length).toBe(before);
    answer = 204;
    await due("log-head-to:http");
    const all = (await signed()).map((head) => Number(head.number));
    await expect.poll(() => posted.map(({ head }) => head.number), SOON).toEqual(all);
    await expect
      .poll(states, SOON)
      .toMatchObject([{}, { place: "http", reached: all.at(-1), failingSince: null }, {}]);
  });

  test("that nobody could write to the file follow when it can be written", async () => {
    const heads = await filed();
    await rm(path.join(folder, "outside"), { recursive: true });
    await writeFile(path.join(folder, "outside"), "in the way");
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    worker = await startWorker(logTasks);
    const number = await publish();
    await expect.poll(states, SOON).toMatchObject([{ failingSince: expect.any(Number) }, {}, {}]);
    await rm(path.join(folder, "outside"));
    // The daily job tries what the queue has given up.
    await owner.query(
      `DELETE FROM graphile_worker._private_jobs WHERE key LIKE 'log-head-to:file:%'`,
    );
    await due("log-daily");
    await expect
      .poll(async () => (await filed()).at(-1)?.number ?? 0, SOON)
      .toBeGreaterThanOrEqual(number);
    const [first] = await filed();
    expect(first?.number).toBeGreaterThan(heads.at(-1)?.number ?? 0);
  });
});

describe("by mail", () => {
  test("every owner, and nobody else, gets the day's last head, once, also where the server of mails refuses at first", async () => {
    await owner.query(`DELETE FROM "Outbox"`);
    await owner.query(`DELETE FROM graphile_worker._private_jobs WHERE key IS NULL`);
    await as(lumen.owner, NOW, ({ db }) => db.headSink.updateMany({ data: { number: 0 } }));
    smtp.received = [];
    smtp.refusals = 1;
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    worker = await startWorker(logTasks);
    await due("log-daily");
    const waiting = async () =>
      (await owner.query(`SELECT 1 FROM "Outbox" WHERE "kind" = 'log-head' AND "sentAt" IS NULL`))
        .rowCount;
    await expect.poll(() => smtp.refusals, SOON).toBe(0);
    expect(await waiting()).toBe(1);
    expect(await states()).toMatchObject([{}, {}, { failingSince: expect.any(Number) }]);
    await owner.query(
      `UPDATE graphile_worker._private_jobs SET run_at = now() WHERE last_error IS NOT NULL`,
    );
    await expect.poll(() => smtp.received.length, SOON).toBe(1);
    const [{ mail, to } = { mail: undefined, to: [] }] = smtp.received;
    expect(to).toEqual([expect.stringMatching(/^olga\.owner\./)]);
    const head = (await signed()).at(-1);
    expect(mail?.subject).toBe(`Change log of lumen organisation: ${head?.number} entries`);
    // Whoever kept the mail can show with it that the log was rewritten.
    const jws = /^ey[\w-]+\.[\w-]+\.[\w-]+$/m.exec(mail?.text ?? "")?.[0];
    expect(jws).toBe(head?.jws);
    await expect.poll(waiting, SOON).toBe(0);
    await due("log-daily");
    await expect
      .poll(
        async () =>
          (
            await owner.query(
              `SELECT 1 FROM graphile_worker._private_jobs WHERE key LIKE 'log-daily:%' AND run_at < now() + interval '1 hour'`,
            )
          ).rowCount,
        SOON,
      )
      .toBe(0);
    expect(smtp.received).toHaveLength(1);
    expect(await waiting()).toBe(0);
  });
});

test("who asks for heads that were signed is told of the places that are set, and of no other", async () => {
  expect(setPlaces()).toEqual(["file", "http", "mail"]);
  vi.stubEnv("LOG_HEAD_URL", "");
  vi.stubEnv("LOG_HEAD_MAIL", "off");
  vi.resetModules();
  const { setPlaces: placesNow } = await import("@/lib/log/sinks");
  expect(placesNow()).toEqual(["file"]);
});
