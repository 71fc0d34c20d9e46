import { describe, expect, test } from "vitest";
import { cleanEmail, cleanName, cleanText, hasHidden } from "./text";

describe("names", () => {
  test("lose what cannot be seen and keep the rest", () => {
    expect(cleanText("  Zoe\u0308 \t van\u00a0Dam\n")).toBe("Zo\u00eb van Dam");
    expect(cleanText("ad\u200bmin\u202egpj\u0000\u2066x")).toBe("admingpjx");
  });

  test("keep markup and formulas as text", () => {
    expect(cleanText("<b onclick=x>Bo</b>")).toBe("<b onclick=x>Bo</b>");
    expect(cleanText("=1+1")).toBe("=1+1");
  });

  test("are at most 80 characters, never half of one", () => {
    expect(cleanText("\u{1F600}".repeat(100))).toBe("\u{1F600}".repeat(40));
    expect(cleanText(`a${"\u{1F600}".repeat(100)}`)).toBe(`a${"\u{1F600}".repeat(39)}`);
    expect(cleanText(`${"a".repeat(79)} b`)).toBe("a".repeat(79));
  });

  test("fall back when nothing is left", () => {
    expect(cleanName([null, "\u200b", " Ida "], "x")).toBe("Ida");
    expect(cleanName([undefined], "x")).toBe("x");
  });
});

test("hidden characters are noticed, line breaks are not hidden", () => {
  expect(hasHidden("a\u202eb")).toBe(true);
  expect(hasHidden("a\r\nb \u00e9")).toBe(false);
});

test.each([
  ["Bruno@Example.com ", "bruno@example.com"],
  ["bruno\u200b@example.com", "bruno@example.com"],
  ["bruno", null],
  ["a@b", null],
  ["a b@example.com", null],
  ["<a@example.com>", null],
  [`${"a".repeat(250)}@example.com`, null],
  [null, null],
])("%s as an address is %s", (text, email) => {
  expect(cleanEmail(text)).toBe(email);
});
