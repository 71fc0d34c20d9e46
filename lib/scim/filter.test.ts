import { describe, expect, test } from "vitest";
import { ScimFault } from "./fault";
import { parseFilter, parseSlice } from "./filter";

const KNOWN = ["username", "externalid"];

const faultOf = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (error) {
    if (error instanceof ScimFault) return `${error.status} ${error.scimType}`;
    throw error;
  }
  return undefined;
};

describe("a filter", () => {
  test.each([
    // Okta and Entra ask so before they make a user.
    ['userName eq "nora@lumen.example"', { attribute: "username", value: "nora@lumen.example" }],
    ['externalId eq "00u1"', { attribute: "externalid", value: "00u1" }],
    ['USERNAME EQ "x"', { attribute: "username", value: "x" }],
    ['  userName   eq   "x"  ', { attribute: "username", value: "x" }],
    [
      'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "x"',
      { attribute: "username", value: "x" },
    ],
    [String.raw`userName eq "a \"b\" \\ c"`, { attribute: "username", value: 'a "b" \\ c' }],
    [String.raw`userName eq "\u00e9"`, { attribute: "username", value: "é" }],
    ['userName eq ""', { attribute: "username", value: "" }],
  ])("%s is read", (text, expected) => {
    expect(parseFilter(text, KNOWN)).toEqual(expected);
  });

  test("that is none asks for everything", () => {
    expect([parseFilter(null, KNOWN), parseFilter("", KNOWN)]).toEqual([null, null]);
  });

  test.each([
    'displayName eq "x"',
    'userName co "x"',
    "userName eq x",
    "userName eq true",
    'userName eq "x" or userName eq "y"',
    'not (userName eq "x")',
    'userName eq "x',
    String.raw`userName eq "\q"`,
    String.raw`userName eq "a\u0000b"`,
    "userName pr",
    " ",
    'constructor eq "x"',
  ])("%s is refused, and nothing is listed", (text) => {
    expect(faultOf(() => parseFilter(text, KNOWN))).toBe("400 invalidFilter");
  });
});

describe("a part of a list", () => {
  test.each([
    ["", { start: 1, count: 100 }],
    ["startIndex=0&count=-5", { start: 1, count: 0 }],
    ["startIndex=201&count=100000", { start: 201, count: 200 }],
    ["startIndex=1e300", { start: 1_000_000_000, count: 100 }],
  ])("%s is mended", (search, expected) => {
    expect(parseSlice(new URLSearchParams(search))).toEqual(expected);
  });

  test.each(["startIndex=x", "count=1.5", "count=NaN", "count=Infinity"])(
    "%s is refused",
    (search) => {
      expect(faultOf(() => parseSlice(new URLSearchParams(search)))).toBe("400 invalidValue");
    },
  );
});
