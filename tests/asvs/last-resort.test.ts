import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";

/** A server that answers after a moment, and fails as it is told; like Next, it ends in order on SIGTERM. */
const SERVER = `
import { createServer } from "node:http";
import { catchUnhandled } from "@/lib/last-resort";
import { logLine } from "@/lib/log-line";
catchUnhandled((error, event) => logLine(event, { message: error.message }));
const server = createServer((request, response) => {
  if (request.url === "/reject") Promise.reject(new Error("nobody waits for this, ada@lumen.example"));
  if (request.url === "/throw") setTimeout(() => { throw new Error("past everything"); }, 50);
  setTimeout(() => response.end("whole"), request.url === "/throw" ? 400 : 0);
});
process.on("SIGTERM", () => server.close(() => process.exit(0)));
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify(server.address())));
`;

test("an error that nobody caught is written down; a promise ends nothing, a thrown one ends the server in order, with 1", async () => {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", SERVER],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const printed: string[] = [];
  createInterface(child.stderr).on("line", (line) => printed.push(line));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const { port } = JSON.parse(String((await lines.next()).value));
  const ask = (path: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: "close" } }).then((answer) =>
      answer.text(),
    );

  expect(await ask("/reject")).toBe("whole");
  expect(await ask("/")).toBe("whole");
  const ended = once(child, "exit");
  expect(await ask("/throw"), "what was begun is answered").toBe("whole");
  expect(await ended).toEqual([1, null]);

  const events = printed.flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
  expect(events).toMatchObject([
    { event: "error.unhandled", message: "nobody waits for this, [address]" },
    { event: "error.unhandled", message: "past everything" },
    { event: "server.ending" },
  ]);
});

test("a server that cannot begin says why and leaves with 1", async () => {
  const wrong = `
import { beginOrLeave } from "@/lib/last-resort";
import { readEnv } from "@/lib/env";
setInterval(() => {}, 1_000);
await beginOrLeave(async () => void readEnv({ ...process.env, LIMITS_FACTOR: "very" }));
`;
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", wrong],
    {
      env: {
        ...process.env,
        DATABASE_URL: "postgresql://localhost/a",
        DATABASE_AUTH_URL: "postgresql://localhost/a",
        DATABASE_JOBS_URL: "postgresql://localhost/a",
        AUTH_SECRET: "s".repeat(40),
        STANDBY_MASTER_KEY: "k".repeat(44),
        STANDBY_URL: "http://localhost:3000",
      },
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  expect(await once(child, "close")).toEqual([1, null]);
  expect(JSON.parse(said)).toMatchObject({
    event: "server.unfit",
    why: expect.stringMatching(/^LIMITS_FACTOR is wrong: .+\.$/),
  });
});
