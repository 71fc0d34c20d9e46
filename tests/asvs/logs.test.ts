import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SERVER_EVENTS } from "@/lib/log-line";
import { LOGGED_ACTIONS } from "@/lib/roster/log-words";
import { sourceFiles } from "@/tests/doors/inventory";
import { logInventory } from "./log-inventory";

const texts = new Map(
  [...sourceFiles(), "instrumentation.ts", "middleware.ts"].map((file) => [
    file,
    readFileSync(file, "utf8"),
  ]),
);
const product = [...texts].filter(
  ([file]) => !/^lib\/(log-line|roster\/log-words|tenancy\/log-actions)/.test(file),
);
const all = product.map(([, text]) => text).join("\n");
const named = (shape: RegExp) => new Set(all.match(shape));

test("docs/log-inventory.md lists all that the code can log", () => {
  expect(readFileSync("docs/log-inventory.md", "utf8")).toBe(logInventory());
});

test("every kind of entry that is written is in the inventory, and every kind in it is written", () => {
  const written = named(/(?<=action: ")[\w-]+\.[\w-]+(?=")/g);
  const acts = named(/(?<=accountLog\.(?:log|ready)\(\s*")member\.[\w-]+(?=")/g);
  expect(written.size).toBeGreaterThan(40);
  expect(acts.size).toBeGreaterThan(5);
  const told = [...written, ...acts];
  expect(told.filter((action) => !LOGGED_ACTIONS.includes(action))).toEqual([]);
  expect(LOGGED_ACTIONS.filter((action) => !all.includes(`"${action}"`))).toEqual([]);
});

test("the server prints events of the inventory, by one function, and nothing else", () => {
  const printed = named(/(?<=logLine\(\s*")[\w.]+(?=")/g);
  const reported = named(/(?<=(?:report|tell)\([^()]*, ")error\.[\w.]+(?=")/g);
  const events = new Set([...printed, ...reported, "error"]);
  expect([...events].toSorted()).toEqual(Object.keys(SERVER_EVENTS).toSorted());
  const loose = product.filter(([, text]) => /\bconsole\.\w+\(|std(out|err)\.write/.test(text));
  // Why a server cannot begin, in one sentence: whoever starts it reads that, and no log.
  expect(loose.map(([file]) => file)).toEqual(["lib/last-resort.ts"]);
  expect(all.match(/std(out|err)\.write/g)).toHaveLength(1);
});
