import { expect, test } from "vitest";
import { toKeyRing } from "./ring";

const A = Buffer.alloc(32, "a").toString("base64");
const B = Buffer.alloc(32, "b").toString("base64");

test("the present setting alone is the one key", () => {
  expect(toKeyRing({ STANDBY_MASTER_KEY: A })).toEqual([{ id: "master", secret: A }]);
});

test("named keys come in their order, the lone one last, and none twice", () => {
  const autumn = { id: "autumn", secret: B };
  const master = { id: "master", secret: A };
  expect(toKeyRing({ STANDBY_KEYS: `autumn:${B}`, STANDBY_MASTER_KEY: A })).toEqual([
    autumn,
    master,
  ]);
  const both = `master:${A}, autumn:${B},`;
  expect(toKeyRing({ STANDBY_KEYS: both })).toEqual([master, autumn]);
  expect(toKeyRing({ STANDBY_KEYS: both, STANDBY_MASTER_KEY: A })).toEqual([master, autumn]);
});

test.each([
  [{}, "STANDBY_MASTER_KEY is not set"],
  [{ STANDBY_KEYS: A }, "name:key"],
  [{ STANDBY_KEYS: `Autumn:${A}` }, "name:key"],
  [{ STANDBY_KEYS: `a.b:${A}` }, "name:key"],
  [{ STANDBY_KEYS: `a:${A.slice(4)}` }, "name:key"],
  [{ STANDBY_KEYS: `a:${A},a:${B}` }, "two keys alike"],
  [{ STANDBY_KEYS: `master:${B}`, STANDBY_MASTER_KEY: A }, "different keys"],
])("%o is refused, and no key is told", (settings, words) => {
  expect(() => toKeyRing(settings)).toThrow(words);
  try {
    toKeyRing(settings);
  } catch (error) {
    expect(String(error)).not.toContain(A.slice(0, 10));
  }
});
