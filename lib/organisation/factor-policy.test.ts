import { expect, test } from "vitest";
import { decideSince } from "./factor-policy";

const NOW = 1_000;
const all = ["passkey", "totp"];

test("asks from the moment it is turned on, and not any more when it is turned off", () => {
  expect(decideSince({ since: null, kinds: all }, { required: true, kinds: all }, NOW)).toBe(NOW);
  expect(decideSince({ since: 5, kinds: all }, { required: false, kinds: all }, NOW)).toBeNull();
});

test("saving it again, or letting more kinds count, gives nobody more time", () => {
  const required = { required: true, kinds: all };
  expect(decideSince({ since: 5, kinds: all }, required, NOW)).toBe(5);
  expect(decideSince({ since: 5, kinds: ["totp"] }, required, NOW)).toBe(5);
});

test("a kind that counts no more begins the time of grace again", () => {
  const after = { required: true, kinds: ["passkey"] };
  expect(decideSince({ since: 5, kinds: all }, after, NOW)).toBe(NOW);
});
