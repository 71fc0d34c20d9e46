import { expect, test } from "vitest";
import { canonical as verifierCanonical } from "@/scripts/standby-verify/standby-verify.mjs";
import { canonical } from "./canonical";

test("equal values have one form, whatever the order of their keys", () => {
  expect(canonical({ b: 1, a: [true, null, { d: "é", c: 0.5 }] })).toBe(
    '{"a":[true,null,{"c":0.5,"d":"é"}],"b":1}',
  );
});

test("keys are ordered by UTF-16 units, as RFC 8785 says", () => {
  const keys = ["\u20ac", "\r", "1", "\u{1f600}", "\ufb33"];
  const text = canonical(Object.fromEntries(keys.map((key, value) => [key, value])));
  expect(text).toBe('{"\\r":1,"1":2,"\u20ac":0,"\u{1f600}":3,"\ufb33":4}');
});

test("what is undefined is left out; what is no JSON is refused", () => {
  expect(canonical({ a: undefined, b: null })).toBe('{"b":null}');
  expect(() => canonical({ a: Number.NaN })).toThrow(RangeError);
});

test("half a surrogate pair is refused, as a value and as a key; a whole one is not", () => {
  expect(canonical(["\u{1f600}"])).toBe('["\u{1f600}"]');
  for (const half of ["\ud83d", "\ude00", "\ude00\ud83d", "x\ud83dx"]) {
    expect(() => canonical({ a: [half] })).toThrow(RangeError);
    expect(() => canonical({ [half]: 1 })).toThrow(RangeError);
    expect(() => verifierCanonical({ a: [half] })).toThrow();
    expect(() => verifierCanonical({ [half]: 1 })).toThrow();
  }
});
