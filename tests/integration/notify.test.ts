import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Runner } from "graphile-worker";
import { simpleParser } from "mailparser";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { deliver } from "@/lib/notify/deliver";
import { sendMail } from "@/lib/notify/mail";
import { passwordReset } from "@/lib/notify/message";
import { enqueue, type Message } from "@/lib/notify/outbox";
import { queueLetter, startWorker } from "@/lib/notify/worker";
import type { Actor } from "@/lib/tenancy/actor";
import { as } from "@/scripts/demo-stage";
import { openSmtp } from "../support/smtp";
import { HOUR, openStage, published, type Tenant, tenant, weekly } from "./stage";

let stage: Awaited<ReturnType<typeof openStage>>;
let smtp: Awaited<ReturnType<typeof openSmtp>>;
let lumen: Tenant;
let owner: pg.Client;
let scheduleId: string;
let worker: Runner | undefined;

const NOW = Date.now();

beforeAll(async () => {
  smtp = await openSmtp();
  stage = await openStage(() => ({ SMTP_URL: smtp.url }));
  lumen = await tenant("lumen");
  const author = await lumen.member("Ana Author", "Scheduler");
  const reviewer = await lumen.member("Rita Reviewer", "Approver");
  scheduleId = await published(lumen, author, reviewer, NOW, weekly([author.person]));
  owner = await stage.openOwner();
});
afterAll(async () => {
  await smtp.close();
  await stage.close();
});
beforeEach(async () => {
  smtp.received = [];
  smtp.refusals = 0;
  await owner.query("DELETE FROM graphile_worker._private_jobs");
  await owner.query(`DELETE FROM "Outbox"`);
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
});

const act = <T>(work: Parameters<typeof as<T>>[2], actor: Actor = lumen.owner) =>
  as(actor, NOW, work);

const startsAt = Date.parse("2026-12-01T23:30:00Z");
const shifts = (personId: string): Message => ({
  kind: "shifts-changed",
  scheduleId,
  revision: 1,
  personId,
  emergency: false,
  gained: [{ startsAt, endsAt: startsAt + 8 * HOUR }],
  lost: [],
});

/** The rows of the outbox as they are, and what the queue still has to do. */
async function state() {
  const { rows } = await owner.query<{ id: string; sentAt: Date | null; payload: object }>(
    `SELECT "id", "sentAt", "payload" FROM "Outbox" ORDER BY "createdAt"`,
  );
  const jobs = await owner.query<{ attempts: number }>(
    `SELECT attempts FROM graphile_worker.jobs WHERE task_identifier IN ('deliver', 'reset')`,
  );
  return { rows, jobs: jobs.rows };
}

describe("the worker", () => {
  test("sends what changed for a person, in the person's own zone, and forgets it", async () => {
    const personId = await lumen.person("Chen Wei", "Asia/Singapore");
    await act((context) => enqueue(context, shifts(personId)));
    worker = await startWorker();
    await expect.poll(() => smtp.received.length, { timeout: 15_000 }).toBe(1);
    const [{ mail, to } = { mail: undefined, to: [] }] = smtp.received;
    expect(mail?.subject).toBe("Your shifts changed: On call");
    expect(mail?.text).toContain("Wed 2 Dec, 07:30–15:30");
    expect(mail?.text).toContain("Times are in Asia/Singapore.");
    expect(mail?.text).toContain(`http://localhost:3000/o/lumen/schedules/${scheduleId}`);
    expect(to).toEqual([expect.stringMatching(/@example\.com$/)]);
    await expect.poll(async () => (await state()).jobs).toEqual([]);
    const { rows } = await state();
    expect(rows).toEqual([{ id: rows[0]?.id, sentAt: expect.any(Date), payload: {} }]);
  });

  test("tries again what the mail server refused, under the same message id", async () => {
    const personId = await lumen.person("Farah");
    await act((context) => enqueue(context, shifts(personId)));
    const [row] = (await state()).rows;
    smtp.refusals = 1;
    await expect(deliver(lumen.orgId, row?.id ?? "")).rejects.toThrow();
    expect((await state()).rows).toMatchObject([{ sentAt: null }]);
    worker = await startWorker();
    await expect.poll(() => smtp.received.length, { timeout: 15_000 }).toBe(1);
    expect(smtp.received[0]?.mail.messageId).toBe(`<${row?.id}@localhost>`);
    await expect
      .poll(async () => (await state()).rows)
      .toMatchObject([{ sentAt: expect.any(Date) }]);
  });

  test("sends the link of a reset, which lies nowhere readable", async () => {
    const secret = "the secret of the link";
    await queueLetter({
      to: { name: "Ana", address: "ana@example.com" },
      ...passwordReset({ path: `/reset/${secret}` }),
    });
    const { rows } = await owner.query("SELECT payload::text FROM graphile_worker._private_jobs");
    expect(JSON.stringify(rows)).not.toMatch(/secret of the link|ana@/);
    worker = await startWorker();
    await expect.poll(() => smtp.received.length, { timeout: 15_000 }).toBe(1);
    expect(smtp.received[0]?.to).toEqual(["ana@example.com"]);
    expect(smtp.received[0]?.mail.text).toContain("/reset/the%20secret%20of%20the%20link");
  });

  test("still tries a letter after hours without a mail server, as long as what it holds is of use", async () => {
    const letter = (name: string) => ({ to: { name, address: "ana@example.com" }, subject: name });
    const words = { paragraphs: [] };
    await queueLetter({ ...letter("Changed"), ...words });
    await queueLetter({ ...letter("Link"), ...words }, Date.now() + HOUR);
    await queueLetter({ ...letter("Expired"), ...words }, Date.now() - 1);
    // Before the twelfth try the queue has waited for ten hours.
    await owner.query("UPDATE graphile_worker._private_jobs SET attempts = 11");
    worker = await startWorker();
    const left = async () => (await owner.query("SELECT FROM graphile_worker.jobs")).rowCount;
    await expect.poll(left, { timeout: 15_000 }).toBe(0);
    expect(smtp.received.map(({ mail }) => mail.subject).sort()).toEqual(["Changed", "Link"]);
  });
});

describe("a delivery", () => {
  test("is marked once: what was sent is not sent again", async () => {
    const personId = await lumen.person("Bo");
    await act((context) => enqueue(context, shifts(personId)));
    const id = (await state()).rows[0]?.id ?? "";
    await deliver(lumen.orgId, id);
    const [first] = (await state()).rows;
    await deliver(lumen.orgId, id);
    expect(smtp.received).toHaveLength(1);
    expect((await state()).rows).toEqual([first]);
  });

  test("of two at once leaves one mark and at least one mail", async () => {
    const personId = await lumen.person("Bo");
    await act((context) => enqueue(context, shifts(personId)));
    const id = (await state()).rows[0]?.id ?? "";
    await Promise.all([deliver(lumen.orgId, id), deliver(lumen.orgId, id)]);
    expect(smtp.received.length).toBeGreaterThanOrEqual(1);
    expect(new Set(smtp.received.map(({ mail }) => mail.messageId)).size).toBe(1);
    expect((await state()).rows).toMatchObject([{ sentAt: expect.any(Date), payload: {} }]);
  });

  test("of another organisation's message does nothing", async () => {
    const personId = await lumen.person("Bo");
    await act((context) => enqueue(context, shifts(personId)));
    const id = (await state()).rows[0]?.id ?? "";
    await deliver((await tenant("harbour")).orgId, id);
    expect(smtp.received).toEqual([]);
    expect((await state()).rows).toMatchObject([{ sentAt: null }]);
  });

  test("to somebody who has no address, or was put away, is dropped", async () => {
    const gone = await lumen.person("Gone");
    const silent = await act(async ({ db }) => {
      await db.person.updateMany({ where: { id: gone }, data: { archivedAt: new Date() } });
      return (await db.person.create({ data: { name: "Silent" } })).id;
    });
    for (const personId of [gone, silent])
      await act((context) => enqueue(context, shifts(personId)));
    for (const { id } of (await state()).rows) await deliver(lumen.orgId, id);
    expect(smtp.received).toEqual([]);
    for (const { sentAt } of (await state()).rows) expect(sentAt).not.toBeNull();
  });

  test("never happens for what was rolled back", async () => {
    const personId = await lumen.person("Bo");
    const rolledBack = act(async (context) => {
      await enqueue(context, shifts(personId));
      throw new Error("after all");
    });
    await expect(rolledBack).rejects.toThrow("after all");
    expect(await state()).toEqual({ rows: [], jobs: [] });
  });
});

describe("names that are headers", () => {
  const EVIL = 'Eve"\r\nBcc: victim@example.com\r\nX-Evil: yes\r\n\r\n<script>alert(1)</script>';

  test("stay within the line of the address and of the subject", async () => {
    const { lines } = { lines: [EVIL, "second <b>paragraph</b>"] };
    await sendMail({
      id: "evil",
      to: { name: EVIL, address: "eve@example.com" },
      subject: EVIL,
      paragraphs: lines,
    });
    const [{ mail, to, raw } = { mail: undefined, to: [], raw: "" }] = smtp.received;
    expect(to).toEqual(["eve@example.com"]);
    const headers = raw.slice(0, raw.indexOf("\r\n\r\n"));
    expect(headers).not.toMatch(/^(bcc|x-evil):/im);
    expect(mail?.headers.has("x-evil")).toBe(false);
    expect(mail?.html).not.toMatch(/<script|<b>/);
  });

  test.each([
    "eve@example.com\r\nRCPT TO:<victim@example.com>",
    "eve@example.com, victim@example.com",
  ])("an address of %j reaches nobody else", async (address) => {
    const mail = { id: "evil", subject: "x", paragraphs: [] };
    await sendMail({ ...mail, to: { name: "Eve", address } }).catch(() => undefined);
    expect(smtp.received.flatMap(({ to }) => to)).not.toContain("victim@example.com");
  });
});

describe("without a mail server", () => {
  test("mails go into a folder that other users of the machine cannot read", async () => {
    const dir = await mkdtemp(path.join(tmpdir(), "standby-mail-"));
    vi.stubEnv("SMTP_URL", "");
    vi.stubEnv("MAIL_DIR", path.join(dir, "mail"));
    vi.resetModules();
    const { sendMail: sendNow } = await import("@/lib/notify/mail");
    const to = { name: "Ana", address: "ana@example.com" };
    await sendNow({ id: "one", to, subject: "Grüße", paragraphs: ["Hello."] });
    const [file = "", ...others] = await readdir(path.join(dir, "mail"));
    expect(others).toEqual([]);
    for (const [place, mode] of [
      [path.join(dir, "mail"), 0o700],
      [path.join(dir, "mail", file), 0o600],
    ] as const)
      expect((await stat(place)).mode & 0o777).toBe(mode);
    const mail = await simpleParser(await readFile(path.join(dir, "mail", file)));
    expect(mail.subject).toBe("Grüße");
    expect(smtp.received).toEqual([]);
    await rm(dir, { recursive: true });
  });
});
