import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "@playwright/test";
import { test } from "./support";

/**
 * The application behind a proxy that takes `report-to` out of policies: over HTTPS browsers send reports together, minutes
 * later; without it each at once, here too. Tells of each answer to a report its status.
 */
async function startProxy(home: string, told: (status: number) => void) {
  const answer = async (request: IncomingMessage): Promise<Response> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const kept = Object.entries(request.headers).filter(
      ([name, value]) =>
        typeof value === "string" && !/^(host|connection|content-length)$/.test(name),
    );
    return fetch(home + request.url, {
      method: request.method,
      headers: Object.fromEntries(kept) as Record<string, string>,
      redirect: "manual",
      ...(parts.length > 0 && { body: Buffer.concat(parts) }),
    });
  };
  const server = createServer(async (request, response) => {
    const came = await answer(request);
    if (request.url === "/api/policy") told(came.status);
    const policy = came.headers.get("content-security-policy") ?? "";
    const headers = [...came.headers].filter(
      ([name]) =>
        !/^(connection|content-(encoding|length|security-policy)|transfer-encoding)$/.test(name),
    );
    response
      .setHeaders(new Map(headers))
      .setHeader("content-security-policy", policy.replace("; report-to policy", ""))
      .writeHead(came.status)
      .end(Buffer.from(await came.arrayBuffer()));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, server };
}

test("what a page's policy stops is told to the server", async ({ page, baseURL }) => {
  const statuses: number[] = [];
  const proxy = await startProxy(baseURL ?? "", (status) => statuses.push(status));
  const answer = await page.goto(`${proxy.url}/sign-in`);
  expect(answer?.headers()["content-security-policy"]).toContain("; report-uri /api/policy");
  await page.evaluate(() => {
    const planted = document.createElement("img");
    planted.src = "http://127.0.0.1:1/planted.png";
    document.body.append(planted);
  });
  await expect.poll(() => statuses).toEqual([204]);
  proxy.server.closeAllConnections();
  proxy.server.close();
});
