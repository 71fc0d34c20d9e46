import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as later } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { atWork, blameCallers, isCallersFault } from "./undecodable";

const SCRIPT = { "next-action": "40", "content-type": "text/plain" };
const FORM = { "content-type": "multipart/form-data; boundary=b" };

beforeAll(() => blameCallers());

/** The status of an answer to a post with these headers, as this server gives it. */
async function statusOf(headers: Record<string, string>, serve: RequestListener): Promise<number> {
  const server = createServer(serve);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const { status } = await fetch(`http://127.0.0.1:${port}/`, {
    method: "POST",
    headers,
    body: "a",
  });
  server.close();
  return status;
}

const fails: RequestListener = async (_, response) => {
  await later();
  response.statusCode = 500;
  response.end();
};
const failsAtWork: RequestListener = async (request, response) => {
  await later();
  atWork();
  await later();
  fails(request, response);
};

test("what fails before anything of ours has seen the form is the caller's fault", async () => {
  expect(await statusOf(SCRIPT, fails)).toBe(400);
  expect(await statusOf(FORM, fails)).toBe(400);
});

test("what fails in a door, a page, or a request of another kind is an error of ours", async () => {
  expect(await statusOf(SCRIPT, failsAtWork)).toBe(500);
  expect(await statusOf(FORM, failsAtWork)).toBe(500);
  expect(await statusOf({ "content-type": "application/json" }, fails)).toBe(500);
});

test("one request that came to a door is not taken for another", async () => {
  const both = await Promise.all([statusOf(SCRIPT, failsAtWork), statusOf(SCRIPT, fails)]);
  expect(both).toEqual([500, 400]);
});

test("other statuses stay as they are", async () => {
  const missing: RequestListener = (_, response) => {
    response.statusCode = 404;
    response.end();
  };
  expect(await statusOf(SCRIPT, missing)).toBe(404);
});

test("whose fault it is can be asked while it fails, and is nobody's outside of a form", async () => {
  const asked: boolean[] = [];
  const fault: RequestListener = async (_, response) => {
    await later();
    asked.push(isCallersFault());
    atWork();
    asked.push(isCallersFault());
    response.end();
  };
  await statusOf(SCRIPT, fault);
  await statusOf({ "content-type": "application/json" }, fault);
  expect([...asked, isCallersFault()]).toEqual([true, false, false, false, false]);
});
