import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { WATCHED } from "./entries";
import { actionsOf } from "./log-kinds";
import { OPENINGS, RAISES } from "./off-hours";

const sources = readdirSync("lib", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|generated/.test(file))
  .map((file) => readFileSync(path.join("lib", file), "utf8"))
  .join("\n");
const recorded = new Set(sources.match(/(?<=action: ")[\w.-]+(?=")/g));

test("every export there is, is watched and listed", () => {
  const exports = [...recorded].filter((action) => action.endsWith(".exported"));
  expect(exports.length).toBeGreaterThan(1);
  expect(WATCHED).toEqual(expect.arrayContaining(exports));
  expect(actionsOf(undefined)).toEqual(expect.arrayContaining(exports));
});

test("everything about providers, keys, feeds, networks and support is listed", () => {
  const about = [...recorded].filter((one) => /^(sso|scim|keys?|feed|network|support)\./.test(one));
  expect(about.length).toBeGreaterThan(20);
  expect(about.filter((one) => !actionsOf(undefined).includes(one))).toEqual([]);
});

test("everything that rules look at is listed", () => {
  expect(actionsOf(undefined)).toEqual(expect.arrayContaining([...WATCHED]));
});

test("every raise is watched", () => {
  expect(WATCHED).toEqual(expect.arrayContaining([...RAISES, ...Object.keys(OPENINGS)]));
});
