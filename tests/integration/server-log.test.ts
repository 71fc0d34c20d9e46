import { afterAll, expect, test, vi } from "vitest";
import * as z from "zod";
import { action } from "@/lib/doors/action";
import { route } from "@/lib/doors/route";
import { spend } from "@/lib/limits/spend";
import { cookieFor } from "@/scripts/stage-account";
import { asRequest } from "@/tests/doors/request";
import { bearer, make } from "./keys-stage";
import { openStage, tenant } from "./stage";
import { get } from "./web";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", async () => (await import("@/tests/doors/request")).serverOfRequest);
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

const stage = await openStage(() => ({ STANDBY_TRUSTED_PROXIES: "10.0.0.1" }));
afterAll(() => stage.close());
const lumen = await tenant("lumen");

const INSIDE = `relation "Secret" does not exist at db.internal:5432, password hunter2hunter2`;
const fail = async (): Promise<never> => {
  throw new Error(INSIDE);
};

/** What the server prints meanwhile. */
async function printed<T>(
  work: () => Promise<T>,
): Promise<{ answer: T; events: { id: string; [fact: string]: unknown }[] }> {
  const lines: string[] = [];
  const write = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  const answer = await work();
  write.mockRestore();
  return {
    answer,
    events: lines.flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : [])),
  };
}

test("a route that fails answers 500 in general words, with the id under which the operator finds the rest", async () => {
  const broken = route({
    permission: "schedule.view",
    input: z.object({ org: z.string() }),
    load: fail,
    respond: () => new Response(),
  });
  const { key } = await make(lumen.owner);
  const { answer, events } = await printed(() =>
    get(broken, "/o/lumen/broken", { org: "lumen" }, bearer(key)),
  );
  expect(answer.status).toBe(500);
  const body = await answer.json();
  expect(body).toEqual({
    error: {
      code: "internal",
      message: "Something went wrong. It has been reported.",
      id: expect.stringMatching(/^[0-9a-f]{8}$/),
    },
  });
  expect(events).toMatchObject([{ event: "error", id: body.error.id, message: INSIDE }]);
});

test("an action that fails says no more, changes nothing, and names the same id", async () => {
  const broken = action({
    permission: "member",
    input: z.object({}),
    run: async ({ db }) => {
      await db.team.create({ data: { name: "Half done" } });
      return fail();
    },
  });
  const cookie = await cookieFor(lumen.owner.userId, "a test");
  const { answer, events } = await printed(() =>
    asRequest(cookie, () => broken("lumen", null, new FormData())),
  );
  const [event] = events;
  expect(answer).toEqual({
    ok: false,
    error: {
      code: "internal",
      message: `Something went wrong. It has been reported as ${event?.id}; try again.`,
    },
    values: {},
  });
  const owner = await stage.openOwner();
  const { rows } = await owner.query(`SELECT 1 FROM "Team" WHERE "name" = 'Half done'`);
  expect(rows).toEqual([]);
});

test("whoever reaches a limit is written down once, by no name", async () => {
  const { events } = await printed(async () => {
    for (let nth = 0; nth < 103; nth += 1)
      await spend("invite-organisation", lumen.orgId).catch(() => undefined);
  });
  expect(events).toMatchObject([{ event: "limit.reached", limit: "invite-organisation" }]);
  expect(JSON.stringify(events)).not.toContain(lumen.orgId);
});

test("what no form of ours sends is written down: another site's, unknown fields, no form at all", async () => {
  const rename = action({
    permission: "member",
    input: z.strictObject({ name: z.string().max(10) }),
    run: async () => undefined,
  });
  const cookie = await cookieFor(lumen.owner.userId, "a test");
  const send = (fields: Record<string, string>, from = "same-origin") => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    const headers = { "sec-fetch-site": from };
    return asRequest(cookie, () => rename("lumen", null, form), headers);
  };
  const { events } = await printed(async () => {
    await send({ name: "Ana" }, "cross-site");
    await send({ name: "Ana", isAdmin: "yes" });
    await asRequest(cookie, () => rename("lumen", null, "no form" as unknown as FormData));
    await send({ name: "much too long for it" }); // anybody types that
  });
  expect(events).toMatchObject([
    { event: "request.foreign", why: "another site", site: "cross-site" },
    { event: "request.foreign", why: "unknown fields" },
    { event: "request.foreign", why: "no form of ours" },
  ]);
});
