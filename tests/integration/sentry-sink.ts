import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";

/** What stands in for Sentry: an address to report to, and all that arrived there. */
export async function openSink() {
  const received: string[] = [];
  const server = createServer(async (request, response) => {
    const zipped = request.headers["content-encoding"] === "gzip";
    received.push(await text(zipped ? request.pipe(createGunzip()) : request));
    response.end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the sink does not listen");
  return {
    received,
    dsn: `http://key@127.0.0.1:${address.port}/1`,
    close: () => void server.close(),
  };
}
