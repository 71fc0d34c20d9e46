import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { captureException, close, init } from "@sentry/nextjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sentryOptions } from "@/lib/sentry/options";

const received: string[] = [];
const sink = createServer(async (request, response) => {
  const zipped = request.headers["content-encoding"] === "gzip";
  received.push(await text(zipped ? request.pipe(createGunzip()) : request));
  response.end("{}");
});

beforeAll(async () => {
  sink.listen(0, "127.0.0.1");
  await once(sink, "listening");
});
afterAll(() => void sink.close());

function dsn(): string {
  const address = sink.address();
  if (typeof address !== "object" || address === null) throw new Error("the sink does not listen");
  return `http://key@127.0.0.1:${address.port}/1`;
}

function failFor(email: string): never {
  throw new Error(`no mail to ${email}, asked for at http://localhost/reset?token=lovelace`);
}

test("an error arrives, and nothing of anybody's with it", async () => {
  init(sentryOptions(dsn()));
  try {
    failFor("ada@lumen.example");
  } catch (error) {
    captureException(error, { user: { email: "ada@lumen.example", ip_address: "192.0.2.7" } });
  }
  await close(5_000);
  const sent = received.join("\n");
  expect(sent).toContain("no mail to [address]");
  for (const canary of ["ada@", "lovelace", "192.0.2.7", "{{auto}}", '"infer_ip":"auto"', '"vars"'])
    expect(sent).not.toContain(canary);
});

test("without an address nothing is sent", async () => {
  received.length = 0;
  init(sentryOptions(""));
  captureException(new Error("unseen"));
  await close(1_000);
  expect(received).toEqual([]);
});
