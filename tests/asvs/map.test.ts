import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readMap } from "./map";

const all = readMap();

test("each of the 215 requirements is there once, with tests or with a reason, not both", () => {
  expect(new Set(all.map(({ id }) => id)).size).toBe(215);
  expect(all).toHaveLength(215);
  const unclear = all.filter(({ tests, exception }) => tests.length > 0 === exception.length > 0);
  expect(unclear).toEqual([]);
  const reason = /^(not yet|does not apply|on purpose): .{10,}/;
  expect(all.filter(({ exception }) => exception && !reason.test(exception))).toEqual([]);
});

test("docs/security.md says how many have tests, and how many are exceptions", () => {
  const said = /Of the (\d+), (\d+) have tests and (\d+) are exceptions/.exec(
    readFileSync("docs/security.md", "utf8"),
  );
  const tested = all.filter(({ tests }) => tests.length > 0).length;
  expect(said?.slice(1).map(Number)).toEqual([all.length, tested, all.length - tested]);
});

test("every test that is named is in its file, word for word", () => {
  const missing = all.flatMap(({ id, tests }) =>
    tests
      .filter(({ file, title }) => !existsSync(file) || !isIn(readFileSync(file, "utf8"), title))
      .map(({ file, title }) => `${id}: ${file} ${title}`),
  );
  expect(missing).toEqual([]);
});

function isIn(text: string, title: string): boolean {
  return ['"', "'", "`"].some((sign) => text.includes(sign + title + sign));
}
