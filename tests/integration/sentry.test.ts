import { captureException, close, init } from "@sentry/nextjs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { report, reportAlert } from "@/lib/report";
import { sentryOptions } from "@/lib/sentry/options";
import { openSink } from "./sentry-sink";

let sink: Awaited<ReturnType<typeof openSink>>;
beforeAll(async () => {
  sink = await openSink();
});
afterAll(() => sink.close());

function failFor(email: string): never {
  throw new Error(`no mail to ${email}, asked for at http://localhost/reset?token=lovelace`);
}

test("an error arrives, and nothing of anybody's with it", async () => {
  init(sentryOptions(sink.dsn));
  try {
    failFor("ada@lumen.example");
  } catch (error) {
    captureException(error, { user: { email: "ada@lumen.example", ip_address: "192.0.2.7" } });
  }
  await close(5_000);
  const sent = sink.received.join("\n");
  expect(sent).toContain("no mail to [address]");
  for (const canary of ["ada@", "lovelace", "192.0.2.7", "{{auto}}", '"infer_ip":"auto"', '"vars"'])
    expect(sent).not.toContain(canary);
});

test("a fault that the product reports arrives under the id that its caller is told", async () => {
  sink.received.length = 0;
  init(sentryOptions(sink.dsn));
  const write = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  const id = report(new Error("a fault of ours"));
  write.mockRestore();
  await close(5_000);
  const sent = sink.received.join("\n");
  expect(sent).toContain("a fault of ours");
  expect(sent).toContain(`"errorId":"${id}"`);
});

test("without an address nothing is sent", async () => {
  sink.received.length = 0;
  init(sentryOptions(""));
  captureException(new Error("unseen"));
  await close(1_000);
  expect(sink.received).toEqual([]);
});

test("an alert arrives with its rule and organisation, and nothing else of anybody's", async () => {
  sink.received.length = 0;
  init(sentryOptions(sink.dsn));
  reportAlert("travel", "11111111-1111-4111-8111-111111111111");
  reportAlert("spray-block");
  await close(5_000);
  const sent = sink.received.join("\n");
  for (const part of [
    "Security alert: travel",
    "Security alert: spray-block",
    '"organisation":"11111111-1111-4111-8111-111111111111"',
    '"level":"warning"',
  ])
    expect(sent).toContain(part);
  for (const canary of ['"user":{', "{{auto}}", '"infer_ip":"auto"', '"request":{', '"vars"'])
    expect(sent).not.toContain(canary);
});

test("while nobody takes them, errors are written down with their id, and nothing waits or fails", async () => {
  init(sentryOptions("http://key@127.0.0.1:1/1"));
  const write = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  const began = performance.now();
  const id = report(new Error("while it is down"));
  expect(performance.now() - began).toBeLessThan(500);
  await close(2_000);
  const lines = write.mock.calls.map(([line]) => String(line)).join("");
  write.mockRestore();
  expect(lines).toContain(`"id":"${id}"`);
});
