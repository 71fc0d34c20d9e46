import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { proveHead } from "@/lib/log/proof";
import { as } from "@/scripts/demo-stage";
import { logStage } from "./log-stage";
import { endOf, tampering } from "./log-tamper";

const NOW = Date.now();

let made: Awaited<ReturnType<typeof logStage>>;
let folder: string;
/** The package as `npm pack` makes it. */
let packed: string;
/** An auditor's folder: what they kept, and the export that they are given. */
const at = (name: string) => path.join(folder, name);

const npm = (cwd: string, ...args: string[]) => {
  const done = spawnSync("npm", ["--offline", `--cache=${at("cache")}`, ...args], {
    cwd,
    encoding: "utf8",
  });
  return { code: done.status, said: done.stdout, wrong: done.stderr };
};

beforeAll(async () => {
  made = await logStage();
  folder = made.folder;
  const saved = await as(made.lumen.owner, NOW, ({ db }) =>
    proveHead(db, made.lumen.orgId, undefined),
  );
  writeFileSync(at("change-log.jsonl"), `${made.lines.join("\n")}\n`);
  writeFileSync(at("standby-log-keys.json"), JSON.stringify({ keys: made.keys }));
  writeFileSync(at("saved-head.json"), JSON.stringify(saved));
  expect(npm(folder, "pack", path.resolve("scripts/standby-verify")).code).toBe(0);
  packed = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
}, 120_000);
afterAll(() => made.close());

const ARGUMENTS = ["--key", "standby-log-keys.json", "--head", "saved-head.json"];

/** Runs the one file with the auditor's key and head. */
function verify(lines: readonly string[]) {
  writeFileSync(at("given.jsonl"), `${lines.join("\n")}\n`);
  const file = path.resolve("scripts/standby-verify/standby-verify.mjs");
  const { status, stdout } = spawnSync(process.execPath, [file, "given.jsonl", ...ARGUMENTS], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, said: stdout.trim().split("\n") };
}

describe("as a program of its own", () => {
  test("the package is the one file, and runs where there is nothing else and no network", () => {
    const listed = spawnSync("tar", ["-tzf", packed], { cwd: folder, encoding: "utf8" }).stdout;
    expect(listed.trim().split("\n").sort()).toEqual([
      "package/package.json",
      "package/standby-verify.mjs",
    ]);
    const { said, code } = npm(
      folder,
      ...["exec", "--yes", `--package=./${packed}`, "--"],
      ...["standby-verify", "change-log.jsonl", ...ARGUMENTS],
    );
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(/^OK: entries 1 to \d+, 2 signed heads/),
    ]);
  }, 120_000);

  test("npx finds it in a checkout", () => {
    const [file = "", key = "", head = ""] = ["change-log.jsonl", ARGUMENTS[1], ARGUMENTS[3]].map(
      (name) => at(name ?? ""),
    );
    const { said, code } = npm(
      process.cwd(),
      ...["exec", "--", "standby-verify", file, "--key", key, "--head", head],
    );
    expect([code, said]).toEqual([0, expect.stringMatching(/^OK: /)]);
  }, 120_000);
});

/** Ten ways to tamper, and for each what the verifier says of it first. */
function tenWays(): readonly (readonly [string, readonly string[]])[] {
  const { lines, head } = made;
  const { indexOf, touched, rewritten, changedLine, exchanged } = tampering(lines);
  const behind = lines.findIndex((line) => line.startsWith('{"type":"published"'));
  return [
    ["an entry was changed", touched(4, { actorId: null })],
    ["an entry was changed, and its hash made to fit", touched(4, { actorId: null }, true)],
    ["an entry was removed", lines.toSpliced(indexOf(4), 1)],
    ["an entry was inserted", lines.toSpliced(indexOf(4), 0, lines[indexOf(3)] ?? "")],
    ["two entries were exchanged", exchanged(4, 5)],
    ["the end was cut off", lines.slice(0, indexOf(8))],
    [
      "the last entries were removed, and the end made to fit",
      endOf([...lines.slice(0, indexOf(head.number)), ...lines.slice(behind)]),
    ],
    [
      "an entry was changed, all behind it made to fit, and the signed heads left out: a fork",
      endOf(rewritten(4, () => ({ actorId: null }))),
    ],
    [
      "a signed head was forged",
      changedLine("head", (line) => line.replace(/\.[^.]+"\}$/, `.${"A".repeat(86)}"}`)),
    ],
    [
      "what is published is not what was logged",
      changedLine("published", (line) =>
        line.replace(/"definition":"[0-9a-f]{8}/, '"definition":"00000000'),
      ),
    ],
  ];
}

/** Ids and what differs from run to run. */
const masked = (text: string): string =>
  text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "…").replace(/\b\d{2,}\b/g, "N");

test("each of ten ways to tamper with an export is said, in the words that docs/change-log.md has", () => {
  expect(verify(made.lines)).toMatchObject({ status: 0 });
  const rows = tenWays().map(([what, lines]) => {
    const { status, said } = verify(lines);
    const wrong = said.filter((line) => line.startsWith("WRONG: "));
    expect([what, status, wrong.length > 0]).toEqual([what, 1, true]);
    return `| ${what} | \`${masked(wrong[0] ?? "")}\` |`;
  });
  expect(rows).toHaveLength(10);
  const page = readFileSync("docs/change-log.md", "utf8");
  const table = page.split("\n").filter((line) => /^\| .* \| `WRONG: /.test(line));
  expect(table).toEqual(rows);
}, 120_000);
