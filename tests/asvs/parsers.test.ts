import fc from "fast-check";
import addressparser from "nodemailer/lib/addressparser";
import { expect, test } from "vitest";
import { pathOr } from "@/app/(account)/schema";
import { emailSchema } from "@/lib/auth/email";
import { toContact } from "@/lib/directory/contact";
import { parseJson } from "@/lib/import/json";
import { cleanEmail } from "@/lib/import/text";
import { canonical } from "@/lib/tenancy/canonical";

/** Parts that one reader could take for the end of an address, a comment, another address or another host. */
const PARTS = ["ana", "@", "lumen.example", "evil.example", ",", ";", "<", ">", '"', "(", ")", " "];
const MORE = [
  "\\",
  ":",
  "\r\n",
  "\t",
  "\0",
  "%40",
  "＠",
  "ı",
  ".",
  "..",
  "+",
  "'",
  "=?utf-8?q?a?=",
];
const parts = fc
  .array(fc.constantFrom(...PARTS, ...MORE), { minLength: 1, maxLength: 9 })
  .map((some) => some.join(""));
const address = fc.oneof(
  parts,
  parts.map((local) => `${local}@lumen.example`),
);

test("an address that is taken is one address, and the same, to whoever reads it on its way", () => {
  let taken = 0;
  const check = (text: string) => {
    const read = emailSchema.safeParse(text);
    if (!read.success) return;
    taken += 1;
    expect(addressparser(read.data)).toEqual([{ address: read.data, name: "" }]);
    expect(emailSchema.parse(read.data)).toBe(read.data);
    expect(toContact("email", read.data)).toBe(read.data);
    expect(cleanEmail(read.data)).toBe(read.data);
  };
  for (const text of ["ana@lumen.example", "Ana+x@Lumen.example", "o'hara@lumen.example"])
    check(text);
  fc.assert(fc.property(address, check), { numRuns: 20_000 });
  expect(taken, "of those at random too").toBeGreaterThan(50);
});

test("a path that is led on to stays here, also read again, joined, or in part decoded", () => {
  const parts = [
    "/",
    "//",
    "\\",
    "..",
    ".",
    "o",
    "%2f",
    "%5c",
    "%2e",
    ":",
    "@",
    "evil.example",
    "?",
    "#",
    "\t",
    "\n",
  ];
  const path = fc
    .array(fc.constantFrom(...parts), { maxLength: 8 })
    .map((all) => `/${all.join("")}`);
  const base = "https://roster.example";
  const check = (text: string) => {
    const to = pathOr("/organisations").parse(text);
    const url = new URL(to, base);
    expect(url.origin).toBe(base);
    expect(new URL(url.pathname + url.search, base).host).toBe(url.host);
    expect(new URL(base + to).href).toBe(url.href);
  };
  fc.assert(fc.property(path, check), { numRuns: 20_000 });
});

test.each([
  ["a key twice: the last counts", '{"a":1,"a":2}', { a: 2 }],
  ["a key twice in other letters", '{"a":1,"\\u0061":2}', { a: 2 }],
  ["large numbers", '{"a":1e308}', { a: 1e308 }],
  ["signs beyond the first plane", '{"a":"😀\\ud83d\\ude00"}', { a: "😀😀" }],
])("JSON with %s is the same to all that read it", (_, text, value) => {
  expect(parseJson(text)).toEqual({ ok: true, value });
  expect(JSON.parse(text)).toEqual(value);
  expect(JSON.parse(canonical(JSON.parse(text)))).toEqual(value);
});

test.each([
  '{"a":1',
  "{'a':1}",
  '{"a":1}{"b":2}',
  '{"a":NaN}',
  '{"a":01}',
  "\u00a0{}",
  '{"a":"\n"}',
  "//x\n{}",
])("%j is no JSON to any", (text) => {
  expect(parseJson(text).ok).toBe(false);
  expect(() => JSON.parse(text)).toThrow();
});

test("half a sign cannot be written into the log, where PostgreSQL would read it otherwise", () => {
  expect(() => canonical({ a: "\ud800" })).toThrow();
});
