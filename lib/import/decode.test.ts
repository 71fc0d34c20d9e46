import { expect, test } from "vitest";
import { decodeText } from "./decode";

const name = "Zoë Müller";

test.each([
  ["UTF-8", Buffer.from(name)],
  ["UTF-8 with a mark", Buffer.from(`\uFEFF${name}`)],
  ["UTF-16, little end first", Buffer.from(`\uFEFF${name}`, "utf16le")],
  ["UTF-16, big end first", Buffer.from(`\uFEFF${name}`, "utf16le").swap16()],
  ["Windows-1252", Buffer.from(name, "latin1")],
])("reads %s", (_, bytes) => {
  expect(decodeText(bytes)).toBe(name);
});

test("bytes that are no text are read, not thrown", () => {
  expect(decodeText(Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0xff]))).toHaveLength(5);
});
