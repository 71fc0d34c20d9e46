import { Agent, createServer, get } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { answerWait, keepAnswers } from "./status";

test("an action that has to wait answers so by its status, and the next one on its connection for itself", async () => {
  keepAnswers();
  const server = createServer(async ({ url }, response) => {
    await pause(url === "/slow" ? 50 : 1);
    if (url !== "/done") answerWait(new AppError("busy", "Wait.", undefined, 7));
    response.statusCode = 200; // as Next does with every action
    response.end("answer");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (path: string, over?: Agent) =>
    new Promise<readonly [number | undefined, string | undefined]>((resolve, reject) => {
      get({ host: "127.0.0.1", port, path, ...(over && { agent: over }) }, (answer) => {
        answer
          .resume()
          .on("end", () => resolve([answer.statusCode, answer.headers["retry-after"]]));
      }).on("error", reject);
    });
  try {
    expect(await ask("/waits", agent)).toEqual([429, "7"]);
    expect(await ask("/done", agent)).toEqual([200, undefined]);
    expect(await Promise.all([ask("/slow"), ask("/done")])).toEqual([
      [429, "7"],
      [200, undefined],
    ]);
  } finally {
    agent.destroy();
    server.close();
  }
});
