import { dictionary } from "@zxcvbn-ts/language-common";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { passwordSchema } from "./password";
import { weaknessOf } from "./password-weakness";

const common = new Set(dictionary.passwords);
const names = ["Standby", "Olga Owner", "olga.owner", "example.com", "Lumen Energy", "lumen"];
const long = dictionary.passwords.filter((one) => passwordSchema.safeParse(one).success);

test("the list holds more than three thousand, and all of them that are long enough are refused", () => {
  expect(common.size).toBeGreaterThan(3_000);
  expect(long.length).toBeGreaterThan(300);
  expect(long.filter((one) => weaknessOf(one, common, []) !== "common")).toEqual([]);
  const loud = long.map((one) => one.toUpperCase());
  expect(loud.filter((one) => weaknessOf(one, common, []) !== "common")).toEqual([]);
});

test("the three thousand that are stolen most often are refused with what people add to make them long", () => {
  const most = dictionary.passwords.slice(0, 3_000);
  const made = most.flatMap((one) => [`${one}${one}${one}`, `${one}1234`, `2026${one}!!`]);
  const allowed = made.filter((one) => passwordSchema.safeParse(one).success);
  expect(allowed.length).toBeGreaterThan(3_000);
  expect(allowed.filter((one) => weaknessOf(one, common, []) === null)).toEqual([]);
});

describe("with names that are known", () => {
  test.each([
    "Lumen-Energy-2026",
    "lumenlumenlumen",
    "LumenPassword1",
    "standby standby!",
    "St@ndby12345",
    "olga.owner@example.com",
    "OlgaOwner1987",
  ])("%s is refused", (password) => {
    expect(weaknessOf(password, common, names)).not.toBeNull();
    expect(weaknessOf(password, common, names)).toMatch(/common|named/);
  });
  test("a name is told apart from a common password", () => {
    expect(weaknessOf("Lumen-Energy-2026", common, names)).toBe("named");
    expect(weaknessOf("Lumen-Energy-2026", common, [])).toBeNull();
    expect(weaknessOf("password123456", common, names)).toBe("common");
  });
});

test.each(["aaaaaaaaaaaa", "abcdefghijkl", "123456789012", "abcabcabcabc", "            "])(
  "%j is refused",
  (password) => expect(weaknessOf(password, common, [])).toBe("common"),
);

test.each([
  "correct horse battery",
  "a long enough password",
  "seven quiet lanterns",
  "xK4-vv9_Qp2zLw",
  "Lumen is where otters sing",
  "зелёный чайник поёт",
])("%s is taken", (password) => {
  expect(weaknessOf(password, common, names)).toBeNull();
});

test("twelve and more characters by chance are taken", () => {
  const signs = [..."abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_#%&"];
  const any = fc.array(fc.constantFrom(...signs), { minLength: 20, maxLength: 40 });
  const taken = (all: readonly string[]) => weaknessOf(all.join(""), common, names) === null;
  const varied = any.filter((all) => new Set(all).size > 12);
  fc.assert(fc.property(varied, taken), { numRuns: 2_000 });
});
