import { expect, test } from "vitest";
import { readAtMost } from "./body";

/** A body in parts, of which nothing says how long it will be. */
function sent(parts: readonly string[], taken: string[] = []): Request {
  const left = [...parts];
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = left.shift();
        if (next === undefined) return controller.close();
        taken.push(next);
        controller.enqueue(Buffer.from(next));
      },
    },
    { highWaterMark: 0 },
  );
  // What a body in parts needs, and its type does not know yet.
  const init = { method: "POST", body, duplex: "half" };
  return new Request("http://localhost/", init);
}

test("a body is read whole, also where a letter lies in two parts", async () => {
  expect(await readAtMost(sent(["a", "b"]), 2)).toBe("ab");
  expect(await readAtMost(new Request("http://localhost/"), 2)).toBe("");
});

test("of a body that is too long no more is read", async () => {
  const taken: string[] = [];
  expect(await readAtMost(sent(["a", "b", "c", "d", "e"], taken), 2)).toBeNull();
  expect(taken).toEqual(["a", "b", "c"]);
});
