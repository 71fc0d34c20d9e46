import { expect, test } from "vitest";
import { isToken, newToken } from "./token";

const tokens = Array.from({ length: 200 }, () => newToken("key"));

test("a token has the form that secret scanners are told, and begins with what is shown of it", () => {
  for (const { text, prefix } of tokens) {
    expect(text).toMatch(/^standby_[0-9A-Za-z]{8}_[0-9A-Za-z]{38}$/);
    expect(text.startsWith(`${prefix}_`)).toBe(true);
    expect(isToken("key", text)).toBe(true);
  }
  expect(new Set(tokens.map(({ prefix }) => prefix)).size).toBe(tokens.length);
});

test("every other sign in any place is a typing error", () => {
  const { text } = newToken("key");
  for (let i = 0; i < text.length; i += 1) {
    const typed = `${text.slice(0, i)}${text[i] === "x" ? "y" : "x"}${text.slice(i + 1)}`;
    expect(isToken("key", typed)).toBe(false);
  }
  for (const typed of ["", text.slice(1), `${text}0`, ` ${text}`, text.toLowerCase()])
    expect(isToken("key", typed)).toBe(false);
});

test("a token of one kind is none of the other", () => {
  const feed = newToken("feed").text;
  expect(isToken("feed", feed)).toBe(true);
  expect(isToken("key", feed)).toBe(false);
});
