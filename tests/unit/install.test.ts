import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { installPackages } from "../../scripts/boot/install.mjs";

let place = "";
const lockfile = (text: string): void => writeFileSync(path.join(place, "package-lock.json"), text);

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  place = mkdtempSync(path.join(tmpdir(), "install-"));
  mkdirSync(path.join(place, "node_modules"));
  lockfile("one");
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(place, { recursive: true });
});

test("packages are installed once, even where npm rewrites the lockfile", () => {
  const install = vi.fn(() => {
    lockfile("rewritten");
    return 0;
  });
  installPackages(place, install);
  installPackages(place, install);
  expect(install).toHaveBeenCalledTimes(1);
  lockfile("another");
  installPackages(place, install);
  expect(install).toHaveBeenCalledTimes(2);
});

test("what could not be installed is tried again", () => {
  const install = vi.fn(() => 1);
  expect(() => installPackages(place, install)).toThrow("could not be installed");
  expect(() => installPackages(place, install)).toThrow("could not be installed");
  expect(install).toHaveBeenCalledTimes(2);
});
