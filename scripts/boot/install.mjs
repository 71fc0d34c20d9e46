import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Plain JavaScript without packages: this runs before there are any. */
export const root = path.resolve(import.meta.dirname ?? ".", "../..");

const WANTED = [20, 19];

/** Says so in one sentence when this Node is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > WANTED[0] || (major === WANTED[0] && minor >= WANTED[1])) return;
  throw new Error(
    `Standby needs Node ${WANTED.join(".")} or newer and this is ${process.versions.node}.`,
  );
}

/** Runs `npm install` unless it ran for this very lockfile, on this system. `install` says how it went: 0 is well. */
export function installPackages(place = root, install = npmInstall) {
  const stamp = path.join(place, "node_modules", ".standby-install");
  if (readOr(stamp, "") === stampOf(place)) return;
  console.log("Installing packages…");
  if (install(place) !== 0) {
    throw new Error("The packages could not be installed: see npm's words above.");
  }
  // Only now: npm may have rewritten the lockfile.
  writeFileSync(stamp, stampOf(place));
}

function npmInstall(place) {
  const { status } = spawnSync(
    "npm",
    ["install", "--no-audit", "--no-fund", "--include=dev", "--loglevel=error"],
    { cwd: place, stdio: "inherit", shell: process.platform === "win32" },
  );
  return status;
}

function stampOf(place) {
  return createHash("sha256")
    .update(readFileSync(path.join(place, "package-lock.json")))
    .update([process.platform, process.arch, process.versions.modules].join())
    .digest("hex");
}

function readOr(file, otherwise) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}
