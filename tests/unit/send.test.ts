import { expect, test } from "vitest";
import { bodyOfAction } from "@/tests/doors/send";

/** What Next's router sends with; its types are nobody's. */
const { encodeReply } = (await import(
  // @ts-expect-error
  "next/dist/compiled/react-server-dom-turbopack/client.node"
)) as { encodeReply: (args: unknown) => Promise<string | FormData> };

test("calls of actions are sent as React itself would send them", async () => {
  const form = new FormData();
  form.append("name", "Ann");
  form.append("teams[]", "one");
  form.append("teams[]", "two");
  const wanted = await encodeReply(["acme", null, form]);
  if (typeof wanted === "string") throw new Error("a form is more than a text");
  const sent = bodyOfAction({
    id: "1",
    slug: "acme",
    fields: { name: "Ann", teams: ["one", "two"] },
  });
  expect([...sent]).toEqual([...wanted]);
  expect([...sent]).toHaveLength(4);
});
