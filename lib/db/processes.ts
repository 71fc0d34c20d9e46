import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** The command line of a running process, empty when there is none. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return ask("args", pid);
  }
}

/** The number of a process's parent, 0 when there is no such process. */
export function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return Number(ask("ppid", pid));
  }
}

/** Where there is no /proc. */
function ask(column: string, pid: number): string {
  if (process.platform === "linux") return "";
  const ps = spawnSync("ps", ["-ww", "-o", `${column}=`, "-p", String(pid)], { encoding: "utf8" });
  return ps.stdout ?? "";
}
