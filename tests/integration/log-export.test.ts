import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { proveHead } from "@/lib/log/proof";
import { as } from "@/scripts/demo-stage";
import { verifyExport } from "@/scripts/standby-verify/standby-verify.mjs";
import { logStage } from "./log-stage";
import { endOf, isEntry, tampering, toEntry } from "./log-tamper";

const NOW = Date.now();

let made: Awaited<ReturnType<typeof logStage>>;
let { lumen, harbour, folder, head, lines, keys } = {} as typeof made;
let { indexOf, touched, rewritten, changedLine, exchanged } = {} as ReturnType<typeof tampering>;
beforeAll(async () => {
  made = await logStage();
  ({ lumen, harbour, folder, head, lines, keys } = made);
  ({ indexOf, touched, rewritten, changedLine, exchanged } = tampering(lines));
});
afterAll(() => made.close());

/** The export as the first format had it: one line for each schedule, with its last definition. */
function older(): string[] {
  const last = new Map<string, string>();
  for (const line of lines.filter((one) => one.startsWith('{"type":"published"'))) {
    const { type, scheduleId, revision, definition } = JSON.parse(line);
    last.set(scheduleId, JSON.stringify({ type, scheduleId, revision, definition }));
  }
  return [
    ...lines
      .filter((line) => !/^{"type":"(published|schedule|end)"/.test(line))
      .map((line) => line.replace('"format":2', '"format":1')),
    ...last.values(),
    lines.at(-1) ?? "",
  ];
}

const withFields = (line: string, fields: object): string =>
  JSON.stringify({ ...JSON.parse(line), ...fields });

describe("an export", () => {
  test("verifies with nothing but itself, a key and a kept head", async () => {
    const outcome = await verifyExport(lines, { keys, heads: [head] });
    expect(outcome).toMatchObject({ problems: [], heads: 2, schedules: 2, first: 1 });
    expect(outcome.last).toBe(toEntry(lines.filter(isEntry).at(-1) ?? "").number);
    expect(outcome.notes).toEqual([]);
  });

  test("of the first format verifies still", async () => {
    const outcome = await verifyExport(older(), { keys, heads: [head] });
    expect(outcome).toMatchObject({ problems: [], schedules: 2, open: [] });
    expect(outcome.notes.join()).toMatch(/first format/);
    const other = older().map((line) => line.replace(/"definition":"...../, '"definition":"00000'));
    expect((await verifyExport(other, { keys })).problems.join()).toMatch(/folds to/);
  });

  test("holds nothing readable of anybody", () => {
    const all = lines.join("\n");
    for (const detail of ["Chen", "Farah", "Ana Author", "example.com"])
      expect(all).not.toContain(detail);
  });

  const publication = () =>
    toEntry(lines.find((line) => isEntry(line) && line.includes('"schedule.published"')) ?? "");
  const forged = (body: (text: string) => string) => {
    const { number } = publication();
    return endOf(rewritten(number, (entry) => ({ body: body(entry.body) })));
  };

  test.each<[string, () => readonly string[], RegExp]>([
    ["a changed body", () => touched(4, { body: "{}" }), /entry 4 was changed/],
    ["another actor", () => touched(4, { actorId: null }), /entry 4 was changed/],
    ["a changed time", () => touched(4, { at: 1 }), /entry 4 was changed/],
    ["another origin", () => touched(4, { origin: "x" }), /entry 4 was changed/],
    ["an older form", () => touched(4, { version: 1 }), /entry 4 was changed/],
    [
      "a change with a new hash",
      () => touched(4, { body: "{}" }, true),
      /entry 5 does not continue/,
    ],
    ["one removed", () => lines.toSpliced(indexOf(4), 1), /entry 4 is missing/],
    [
      "one inserted",
      () => lines.toSpliced(indexOf(4), 0, lines[indexOf(3)] ?? ""),
      /entry 3 is out of its place/,
    ],
    ["two exchanged", () => exchanged(4, 5), /entry 4 is missing/],
    ["cut off", () => lines.slice(0, 9), /cut off: it has no end/],
    [
      "the last entries removed and the end made to fit",
      () => endOf(lines.slice(0, indexOf(8)).concat(lines.slice(-5))),
      /the log ends before entry \d+, of which a head was kept/,
    ],
    [
      "everything made to fit, heads left out",
      () => endOf(rewritten(2, () => ({ body: "{}" }))),
      /the log was rewritten: entry \d+ is not the one of the head that was kept/,
    ],
    [
      "a line of another log",
      () => lines.with(indexOf(3), touched(3, { orgId: harbour.orgId })[indexOf(3)] ?? ""),
      /another organisation/,
    ],
    [
      "a signature of nobody's",
      () => changedLine("head", (line) => line.replace(/\.[^.]+"\}$/, `.${"A".repeat(86)}"}`)),
      /signed head at entry \d+ has a bad signature/,
    ],
    [
      "a head moved to another entry",
      () =>
        lines
          .filter((line) => !line.startsWith('{"type":"head"'))
          .toSpliced(5, 0, lines.find((line) => line.startsWith('{"type":"head"')) ?? ""),
      /is of another log than entry/,
    ],
    [
      "operations that were changed",
      () => forged((text) => text.replace('"Weekly"', '"Monthly"')),
      /do not give the definition that it states/,
    ],
    [
      "operations that do not fit",
      () =>
        forged((text) => text.replace('"before":{"zone":"UTC"}', '"before":{"zone":"Asia/Tokyo"}')),
      /schedule schedule is not as it was/,
    ],
    [
      "a roster that nobody published",
      () =>
        changedLine("published", (line) =>
          line.replace(/"definition":"...../, '"definition":"00000'),
        ),
      /what is published is not what the log folds to/,
    ],
    [
      "a revision that was never logged",
      () => changedLine("published", (line) => line.replace('"revision":1', '"revision":2')),
      /revision 2 is published, and the log ends at 1/,
    ],
    ...[
      ["holdsFrom", 1],
      ["publishedAt", 1],
      ["zones", "1999a"],
      ["emergency", true],
      ["draft", "0b54d6c2-5a3f-4a4e-9b1e-2f6b8f0f3c11"],
      ["operations", "0".repeat(64)],
    ].map(([name, value]): [string, () => readonly string[], RegExp] => [
      `another ${name} of a revision`,
      () => changedLine("published", (line) => withFields(line, { [String(name)]: value })),
      new RegExp(`not what the log folds to \\(${name}\\)`),
    ]),
    [
      "another publisher of a revision",
      () =>
        changedLine("published", (line) =>
          withFields(line, { publishedBy: harbour.owner.memberId }),
        ),
      /another member published it/,
    ],
    [
      "a schedule that was put away at another time",
      () => changedLine("schedule", (line) => withFields(line, { archivedAt: 1 })),
      /archived otherwise than the log says/,
    ],
    [
      "a schedule that was put away and is back",
      () => changedLine("schedule", (line) => withFields(line, { archivedAt: null })),
      /archived otherwise than the log says/,
    ],
    [
      "a revision left out",
      () => lines.filter((line) => !line.startsWith('{"type":"published"')),
      /its revisions up to 1 are published/,
    ],
    ["a field more", () => touched(4, { note: "x" } as object), /entry 4 has a field .*\(note\)/],
    [
      "a time as text",
      () => touched(4, { at: `${toEntry(lines[indexOf(4)] ?? "").at}` as never }),
      /entry 4 does not hold its at/,
    ],
    ["an unknown form", () => touched(4, { version: 7 }), /entry 4 is of a form that is not known/],
    [
      "a field twice",
      () => lines.with(indexOf(4), (lines[indexOf(4)] ?? "").replace("{", '{"body":"{}",')),
      /not written as an export writes it/,
    ],
    [
      "a field more in another line",
      () => changedLine("end", (line) => withFields(line, { note: 1 })),
      /\(end\) has a field that does not belong/,
    ],
    [
      "a format of later",
      () => changedLine("log", (line) => withFields(line, { format: 3 })),
      /format 3 is not known/,
    ],
    [
      "a schedule left out",
      () => lines.filter((line) => !/^{"type":"(published|schedule)"/.test(line)),
      /is in the log and not among what is published/,
    ],
    ["text that is no JSON", () => lines.with(3, "{"), /line 4 cannot be read/],
  ])("with %s is found out", async (_what, tampered, problem) => {
    const all = tampered();
    expect(all).not.toEqual(lines);
    const { problems } = await verifyExport(all, { keys, heads: [head] });
    expect(problems.join("\n")).toMatch(problem);
  });

  test("by the command: its words and its code", async () => {
    const [file, key, kept] = ["log.jsonl", "keys.json", "head.json"].map((n) =>
      path.join(folder, n),
    );
    await writeFile(file ?? "", `${lines.join("\n")}\n`);
    await writeFile(key ?? "", JSON.stringify({ keys }));
    const saved = await as(lumen.owner, NOW, ({ db }) => proveHead(db, lumen.orgId, undefined));
    await writeFile(kept ?? "", JSON.stringify(saved));
    const run = (...args: (string | undefined)[]) =>
      spawnSync(
        process.execPath,
        ["scripts/standby-verify/standby-verify.mjs", ...args.map((arg) => arg ?? "")],
        {
          encoding: "utf8",
        },
      );
    const right = run(file, "--key", key, "--head", kept);
    expect([right.status, right.stdout]).toEqual([0, expect.stringContaining("OK: entries 1 to")]);
    await writeFile(file ?? "", touched(4, { body: "{}" }).join("\n"));
    const wrong = run(file, "--key", key);
    expect([wrong.status, wrong.stdout]).toEqual([1, expect.stringContaining("WRONG: entry 4")]);
    expect(run().status).toBe(2);
  });
});
