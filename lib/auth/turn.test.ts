import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import type { Asker } from "@/lib/limits/guess";
import { inTurn } from "./turn";

const from = (network: string | null): Asker => ({ network, device: null });
const known = (name: string): Asker => ({ network: "192.0.2.1", device: `device ${name}` });

/** Work that ends when it is told to, and what it was turned away with. */
function crowd() {
  const order: string[] = [];
  const ends: (() => void)[] = [];
  const refused: AppError[] = [];
  const all: Promise<void>[] = [];
  const come = (name: string, asker: Asker): void => {
    const work = () => {
      order.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    };
    const done = inTurn(work, asker).catch((error: unknown) => {
      if (error instanceof AppError) refused.push(error);
      else throw error;
    });
    all.push(done);
  };
  const finish = async () => {
    for (let end = ends.shift(); end; end = ends.shift()) {
      end();
      await new Promise(setImmediate);
    }
    await Promise.all(all);
  };
  return { come, order, refused, finish };
}

test("one network has ten places, and others are served in between", async () => {
  const { come, order, refused, finish } = crowd();
  for (let one = 0; one < 30; one += 1) come("flood", from("192.0.2.1"));
  come("other", from("192.0.2.2"));
  come("owner", known("laptop"));
  await finish();
  expect(refused).toHaveLength(30 - 2 - 10);
  expect(order).toHaveLength(2 + 10 + 2);
  expect(order.slice(0, 5)).toEqual(["flood", "flood", "flood", "other", "owner"]);
});

test("strangers fill three quarters at most: a device that the account knows finds a place", async () => {
  const { come, order, refused, finish } = crowd();
  for (let one = 0; one < 100; one += 1) come("flood", from(`192.0.2.${one}`));
  expect(order).toHaveLength(2);
  for (let one = 0; one < 12; one += 1) come("owner", known("laptop"));
  await new Promise(setImmediate);
  expect(refused).toHaveLength(100 - 2 - 30 + 2);
  for (const { code, retryAfter } of refused) {
    expect(code).toBe("unavailable");
    expect(retryAfter).toBe(5);
  }
  await finish();
  expect(order.filter((one) => one === "owner")).toHaveLength(10);
});

test("from nobody knows where is one crowd, which leaves the known their quarter", async () => {
  const { come, order, refused, finish } = crowd();
  for (let one = 0; one < 50; one += 1) come("crowd", from(null));
  come("owner", known("phone"));
  await finish();
  expect(refused).toHaveLength(50 - 2 - 30);
  expect(order[3]).toBe("owner");
});

test("work that fails gives its place on", async () => {
  const failing = inTurn(async () => {
    throw new Error("failed");
  });
  await expect(failing).rejects.toThrow("failed");
  const three = [1, 2, 3].map((one) => inTurn(async () => one));
  expect(await Promise.all(three)).toEqual([1, 2, 3]);
});
