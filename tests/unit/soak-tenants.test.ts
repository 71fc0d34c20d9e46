import { createServer, type Server } from "node:http";
import { afterEach, expect, test } from "vitest";
import { fire, type SoakTenant } from "@/scripts/soak-tenants-fire";

let server: Server;

afterEach(() => new Promise((resolve) => server.close(resolve)));

const tenantOf = (digit: string): SoakTenant => {
  const canary = `cny${digit.repeat(10)}`;
  const id = `${digit.repeat(8)}-1111-4111-8111-111111111111`;
  return { canary, ids: [id], cookies: [`as=${canary}`], paths: [`/o/org-${canary}`] };
};
const SOME = { requests: 200, until: Number.POSITIVE_INFINITY };
const [one, two] = [tenantOf("1"), tenantOf("2")];

/** A server that answers with what `say` says to whoever the cookie is. */
async function serve(say: (canary: string) => { header?: string; body: string }): Promise<string> {
  server = createServer((request, response) => {
    const { header, body } = say(String(request.headers.cookie).slice(3));
    if (header) response.setHeader("x-said", header);
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

test("a server that tells everybody their own is found clean", async () => {
  const origin = await serve((canary) => ({ body: canary }));
  const { leaks, pages, telling } = await fire(origin, [one, two], SOME, 4);
  expect(leaks).toEqual([]);
  expect(pages).toBeGreaterThan(0);
  expect(telling).toBe(pages);
});

test.each([
  ["a word in the body", { body: two.canary }],
  ["an id in the body", { body: `{"id":"${two.ids[0]}"}` }],
  ["a word in a header", { header: two.canary, body: "" }],
])("%s of somebody else is found", async (_, said) => {
  const origin = await serve(() => said);
  const { leaks } = await fire(origin, [one, two], SOME, 4);
  expect(leaks.length).toBeGreaterThan(0);
  expect(leaks.every(({ request }) => request.startsWith(one.canary))).toBe(true);
});
