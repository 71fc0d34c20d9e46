import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as z from "zod";
import { action } from "@/lib/doors/action";
import { REQUEST_KEY, type Result } from "@/lib/result";
import { cookieFor } from "@/scripts/stage-account";
import { asRequest } from "@/tests/doors/request";
import { openStage, type Tenant, tenant } from "./stage";

vi.mock("next/headers", async () => (await import("@/tests/doors/request")).headersOfRequest);
vi.mock("next/server", () => ({ after: () => undefined }));

let stage: Awaited<ReturnType<typeof openStage>>;
let lumen: Tenant;
let cookie: string;
const done: string[] = [];

beforeAll(async () => {
  stage = await openStage();
  lumen = await tenant("lumen");
  cookie = await cookieFor(lumen.owner.userId, "Device");
});
afterAll(() => stage.close());

/** An action as Next registers it; of these two, both ask for the same and take the same. */
const registered = (what: string) =>
  Object.defineProperty(
    action({
      permission: "schedule.view",
      input: z.strictObject({ draft: z.string() }),
      run: async () => {
        done.push(what);
        return { what };
      },
    }),
    "$$id",
    { value: `7f${what}` },
  );
const submit = registered("submit");
const withdraw = registered("withdraw");

/** Sends a form as a browser without a script does: no header names the action. */
function send(act: typeof submit, draft: string, key: string): Promise<Result<{ what: string }>> {
  const form = new FormData();
  form.append("draft", draft);
  form.append(REQUEST_KEY, key);
  return asRequest(cookie, () => act(lumen.slug, null, form));
}

test("a form's key is good for that act and these words; for others it is refused in a sentence, and nothing is done", async () => {
  const key = randomUUID();
  const first = await send(submit, "one", key);
  expect(first).toEqual({ ok: true, data: { what: "submit" } });
  expect(await send(submit, "one", key)).toEqual(first);
  for (const other of [await send(withdraw, "one", key), await send(submit, "two", key)])
    expect(other).toMatchObject({
      ok: false,
      error: {
        code: "conflict",
        message: "This was sent before with something else in it. Reload the page.",
      },
    });
  expect(done).toEqual(["submit"]);
  expect(await send(withdraw, "one", randomUUID())).toMatchObject({ data: { what: "withdraw" } });
});
