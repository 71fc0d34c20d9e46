import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entryHash } from "@/lib/log/chain";
import { logTasks } from "@/lib/log/jobs";
import { proveHead } from "@/lib/log/proof";
import { sealLog } from "@/lib/log/seal";
import { startWorker } from "@/lib/notify/worker";
import { as } from "@/scripts/demo-stage";
import { verifyExport } from "@/scripts/standby-verify/standby-verify.mjs";
import { exported, logStage } from "./log-stage";

const NOW = Date.now();

let made: Awaited<ReturnType<typeof logStage>>;
let { lumen, harbour, owner, folder, head, lines, keys } = {} as typeof made;
beforeAll(async () => {
  made = await logStage();
  ({ lumen, harbour, owner, folder, head, lines, keys } = made);
});
afterAll(() => made.close());

/** The command's code and what it said. */
function run(...args: string[]) {
  const { status, stdout } = spawnSync(
    process.execPath,
    ["scripts/standby-verify/standby-verify.mjs", ...args],
    {
      encoding: "utf8",
    },
  );
  return { status, stdout };
}

async function write(name: string, content: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

test("entries of the first form hold nothing that their hash does not cover", async () => {
  const [first = ""] = lines;
  const { orgId } = JSON.parse(first);
  const plain = {
    ...{ orgId, number: 1, at: 1, version: 1, actorId: null, onBehalfOf: null },
    ...{ action: "probe.written", subjectKind: "x", subjectId: "x", scheduleId: null },
    ...{ requestId: "x", origin: "", body: "{}", previous: "", hash: "" },
  };
  const hash = entryHash(plain);
  const log = { type: "log", format: 2, orgId, after: 0, afterHash: "", frontier: [], keys: [] };
  const problems = async (change: object) => {
    const entry = { ...plain, hash, ...change };
    const all = [log, entry, { type: "end", number: 1, hash }].map((line) => JSON.stringify(line));
    return (await verifyExport(all)).problems;
  };
  expect(await problems({})).toEqual([]);
  expect(await problems({ onBehalfOf: harbour.owner.memberId })).not.toEqual([]);
  expect(await problems({ origin: "1.iv.box" })).not.toEqual([]);
  expect(await problems({ version: 7 })).not.toEqual([]);
  expect(await problems({ at: "1" })).not.toEqual([]);
});

describe("heads that were kept", () => {
  test("in the file of a sink, of several organisations and entries, are all compared", async () => {
    const all = await as(lumen.owner, NOW, ({ db }) =>
      db.signedHead.findMany({ orderBy: { number: "asc" } }),
    );
    const sink = [
      ...all.map(({ number, hash, root, jws }) => ({
        ...{ orgId: lumen.orgId, number: Number(number), hash, root, jws },
      })),
      { ...head, orgId: harbour.orgId, hash: "0".repeat(64), root: "" },
    ];
    expect((await verifyExport(lines, { keys, sink })).problems).toEqual([]);
    const [first, ...rest] = sink;
    const forged = [{ ...first, hash: "0".repeat(64) }, ...rest] as typeof sink;
    expect((await verifyExport(lines, { keys, sink: forged })).problems.join()).toMatch(
      /rewritten/,
    );
    const others = sink.slice(-1);
    expect((await verifyExport(lines, { keys, sink: others })).problems.join()).toMatch(
      /none of the heads/,
    );
    const jsonl = (all: readonly unknown[]) =>
      all.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join("\n");
    const file = await write("sink.jsonl", `${jsonl(sink)}\n`);
    const outcome = run(await write("sunk.jsonl", jsonl(lines)), "--head", file);
    expect(outcome).toMatchObject({ status: 0, stdout: expect.stringContaining("OK: ") });
  });

  test("of what was sealed since is open without a proof, and settled by one", async () => {
    const [first, last] = await as(lumen.owner, NOW, ({ db }) =>
      db.signedHead.findMany({ orderBy: { number: "asc" } }),
    );
    if (!first || !last) throw new Error("no heads");
    const kept = { ...first, number: Number(first.number), createdAt: undefined };
    const proof = await as(lumen.owner, NOW, ({ db }) => proveHead(db, lumen.orgId, kept.number));
    await owner.query(`ALTER TABLE "SignedHead" DISABLE TRIGGER append_only`);
    await owner.query(`UPDATE "SignedHead" SET "createdAt" = now() - interval '400 days'`);
    await owner.query(`ALTER TABLE "SignedHead" ENABLE TRIGGER append_only`);
    expect(await sealLog(lumen.orgId, "test", NOW)).toBe(Number(last.number));

    const all = await exported(lumen.owner);
    expect(await verifyExport(all, { keys })).toMatchObject({
      problems: [],
      open: [],
      schedules: 2,
    });
    const file = await write("sealed.jsonl", all.join("\n"));
    const key = await write("keys.json", JSON.stringify({ keys }));
    const old = await write("old.json", JSON.stringify(kept));
    const proven = await write("proof.json", JSON.stringify(proof));
    expect(run(file, "--key", key, "--head", old)).toMatchObject({
      status: 3,
      stdout: expect.stringMatching(/OPEN: .* entry \d+, which was sealed/),
    });
    expect(run(file, "--key", key, "--head", old, "--proof", proven)).toMatchObject({ status: 0 });
    expect(run(file, "--head", old, "--proof", proven)).toMatchObject({ status: 2 });
    const wrong = await write("wrong.json", JSON.stringify({ ...proof, proof: [] }));
    expect(run(file, "--key", key, "--head", old, "--proof", wrong)).toMatchObject({ status: 2 });
    const another = { ...kept, hash: "0".repeat(64) };
    const proofs = [{ older: { ...another, hash: "1".repeat(64) }, head }];
    expect((await verifyExport(all, { keys, heads: [another], proofs })).open).toEqual([
      kept.number,
    ]);
  });

  test("revisions whose entries were sealed are held by the seal", async () => {
    const all = await exported(lumen.owner);
    const changed = (fields: object) =>
      all.map((line) =>
        line.startsWith('{"type":"published"')
          ? JSON.stringify({ ...JSON.parse(line), ...fields })
          : line,
      );
    expect((await verifyExport(changed({ holdsFrom: 1 }), { keys })).problems.join()).toMatch(
      /not as it was when the log was sealed/,
    );
    const base = all.map((line) => line.replace(/"archivedAt":\d+/, '"archivedAt":1'));
    expect((await verifyExport(base, { keys })).problems.join()).toMatch(/ended otherwise/);
  });
});

test("the worker signs what changed within a minute, and looks after the log daily", async () => {
  const before = await as(lumen.owner, NOW, ({ db }) => db.signedHead.count());
  const due = async (): Promise<Date | undefined> => {
    const sql = `SELECT run_at FROM graphile_worker.jobs WHERE key = $1`;
    return (await owner.query(sql, [`log-head:${lumen.orgId}`])).rows[0]?.run_at;
  };
  await owner.query(`DELETE FROM graphile_worker._private_jobs`);
  await lumen.person("Somebody new");
  const first = await due();
  expect(first?.getTime()).toBeLessThanOrEqual(Date.now() + 60_000);
  await lumen.person("Somebody else");
  expect(await due()).toEqual(first);
  await owner.query(`UPDATE graphile_worker._private_jobs SET run_at = now() WHERE key = $1`, [
    `log-head:${lumen.orgId}`,
  ]);
  const worker = await startWorker(logTasks);
  await expect
    .poll(() => as(lumen.owner, NOW, ({ db }) => db.signedHead.count()), { timeout: 15_000 })
    .toBe(before + 1);
  const daily = () =>
    owner.query(`SELECT 1 FROM graphile_worker.jobs WHERE key = $1`, [`log-daily:${lumen.orgId}`]);
  await expect.poll(async () => (await daily()).rowCount).toBe(1);
  await worker.stop();
});
