import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { pack, unpack } from "./import-pack";

test("text comes back as it was, line ends included", () => {
  const text = 'name;"two\nlines"\r\nZoë 🙂\r';
  expect(unpack(pack(text))).toBe(text);
});

test.each([
  ["not packed", "hello"],
  ["empty", ""],
  ["cut off", pack("a".repeat(10_000)).slice(0, 20)],
  ["a small text that grows beyond any file", gzipSync("a".repeat(50_000_000)).toString("base64")],
])("%s is refused", (_, packed) => {
  expect(unpack(packed)).toBeNull();
});
