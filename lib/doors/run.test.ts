import { expect, test, vi } from "vitest";
import * as z from "zod";
import { runForm } from "./run";

const schema = z.strictObject({ name: z.string() });
const run = (form: unknown) =>
  runForm(
    schema,
    form,
    async () => undefined,
    async ({ name }) => name,
  );

test("a form is parsed and worked on", async () => {
  const form = new FormData();
  form.append("name", "Ana");
  expect(await run(form)).toEqual({ ok: true, data: "Ana" });
});

test.each([undefined, null, "x", [], {}, new URLSearchParams("name=Ana")])(
  "what is no form is refused and not an error of ours: %j",
  async (sent) => {
    expect(await run(sent)).toMatchObject({ ok: false, error: { code: "invalid" } });
  },
);

test("a form of very many fields is refused unread, and not sent back", async () => {
  const form = new FormData();
  for (let i = 0; i < 20_000; i += 1) form.append(`field${i}`, "x");
  const result = await run(form);
  expect(result).toMatchObject({ ok: false, error: { code: "invalid" } });
  expect(result).not.toHaveProperty("values");
});

test("a sign that no text of the database's can hold is refused, and not an error of ours", async () => {
  const form = new FormData();
  form.append("name", "a\0b");
  const work = vi.fn(async () => "written");
  expect(await runForm(schema, form, async () => undefined, work)).toMatchObject({
    ok: false,
    error: { code: "invalid" },
  });
  expect(work).not.toHaveBeenCalled();
});
