import fc from "fast-check";

/** Markup that must never come back as markup: an element of this name is nobody's. */
export const ELEMENT = "<fz-";
/** A header that nobody but an injected line break could write. */
export const HEADER = "x-fz";

const ID = "00000000-0000-4000-8000-000000000000";

/** Texts that broke something somewhere: in markup, SQL, shells, templates, headers, paths, numbers, dates, Unicode. */
export const KNOWN: readonly string[] = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  `"><fz-a onmouseover=alert(1)>`,
  "</script><fz-b>",
  "'-alert(1)-'",
  "<!--<fz-c",
  "javascript:alert(1)",
  "data:text/html,<fz-d>",
  "' OR 1=1 --",
  '\'; DROP TABLE "User"; --',
  "\\'; SELECT pg_sleep(9); --",
  "1) UNION SELECT NULL, NULL --",
  "%' AND 1=CAST(version() AS int) --",
  `\${7*7}{{7*7}}<%= 7*7 %>#{7*7}`,
  "$(sleep 9)`sleep 9`|sleep 9;&",
  "../../../../etc/passwd",
  "..%2f..%2f..%2fetc%2fpasswd",
  "%00",
  "%252e%252e%252f",
  "%E0%A4%A",
  `a\r\n${HEADER}: 1`,
  `a\n${HEADER}: 1\n\n`,
  "Bcc: somebody@example.com\r\n",
  "//evil.example",
  "/\\evil.example",
  "https://evil.example/",
  "/..//evil.example",
  "=cmd|' /C calc'!A0",
  "@SUM(1+1)*cmd",
  "NaN",
  "Infinity",
  "-Infinity",
  "1e309",
  "-1",
  "0",
  "-0",
  "0x10",
  "9007199254740993",
  "2147483648",
  "99999999999999999999",
  "1.5",
  "true",
  "null",
  "undefined",
  "[object Object]",
  "{}",
  "[]",
  '{"$ne":null}',
  '{"__proto__":{"isOwner":true}}',
  '{"constructor":{"prototype":{"isOwner":true}}}',
  '{"a":1,"a":2}',
  "[".repeat(20_000),
  '{"a":'.repeat(5_000),
  "$undefined",
  "$K1",
  "$@1",
  "$F1",
  "$Q0",
  "$n99999999999999999999",
  "275760-09-13T00:00",
  "999999-01-01T00:00:00Z",
  "0000-00-00",
  "2026-02-30",
  "2026-13-01T25:61",
  "-000001-01-01T00:00",
  "2037-12-31T23:59",
  "Europe/Atlantis",
  "../../UTC",
  "GMT+99",
  ID,
  ID.replaceAll("-", ""),
  ID.toUpperCase(),
  `${ID}@${ID}`,
  `${ID}|${ID}|${ID}`,
  "organisation.own",
  "organisation.own@",
  "schedule.view@not-an-id",
  "\u202egnp.exe",
  "\u2066\u2067\u200b\u200d\ufeff",
  "Z\u0351\u036b\u0343".repeat(200),
  "\ud800",
  "\udfff\ud800",
  "\u{1f469}\u200d\u{1f469}\u200d\u{1f467}".repeat(50),
  "раураl",
  "ſK",
  "İ",
  "\u2028\u2029",
  "\u001b[31mred\u001b[0m",
  "%s%s%n%x",
  "a".repeat(73),
  "a".repeat(5_000),
  "é".repeat(40_000),
  "a@b",
  `"a\r\nb"@example.com`,
  "a@evil.example,b@evil.example",
  "a@xn--80ak6aa92e.example",
  "+999999999999999999",
  "tel:+44",
];

const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...KNOWN) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 80 }) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 80 }) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.double().map(String) },
  { weight: 1, arbitrary: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()) },
  { weight: 1, arbitrary: fc.nat(200_000).map((length) => "x".repeat(length)) },
);
const at = fc.nat(10_000);
/** A value inside of a document of JSON, of whatever type. */
const json = fc.oneof(text, fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(1e308, -1, 2 ** 53));

/** What becomes of one field. `other`: an id of somebody else's; `inside`: a change within its JSON; `near`: a little of it. */
export type Value =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "twice"; readonly text: string }
  | { readonly kind: "list"; readonly texts: readonly string[] }
  | { readonly kind: "file"; readonly name: string; readonly text: string }
  | { readonly kind: "other"; readonly at: number }
  | { readonly kind: "inside"; readonly at: number; readonly json: unknown }
  | { readonly kind: "near"; readonly at: number }
  | { readonly kind: "absent" };

const value: fc.Arbitrary<Value> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("text"), text }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("inside"), at, json }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("other"), at }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("near"), at }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("twice"), text }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("list"), texts: fc.array(text, { maxLength: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("file"), name: text, text }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("absent") }) },
);

/** Fields that no form of ours has, some of which would be worth much. */
const NAMES: readonly string[] = [
  "__proto__",
  "__proto__[isOwner]",
  "__proto__[]",
  "constructor",
  "constructor[prototype][isOwner]",
  "prototype",
  "toString",
  "hasOwnProperty",
  "orgId",
  "role",
  "status",
  "approvedBy",
  "memberId",
  "userId",
  "grants[]",
  "permission",
  "version",
  "idempotencyKey",
  "$ACTION_REF_9",
  "$ACTION_KEY",
  "",
  "[]",
  "a[0][b]",
];

/** One change of a form: of the field of that number, or a new one of that name. */
export type Change = { readonly field: number | string; readonly value: Value };

/** Arguments of an action that no form sends; `ORG` and `FORM` stand for the right ones. */
const ARGUMENTS: readonly string[] = [
  `["ORG",null]`,
  `[]`,
  `["FORM"]`,
  `[null,null,"FORM"]`,
  `[{"$ne":null},null,"FORM"]`,
  `[["ORG"],null,"FORM"]`,
  `["$undefined",null,"FORM"]`,
  `["$n12345678901234567890",null,"FORM"]`,
  `["$D2026-01-01T00:00:00.000Z",null,"FORM"]`,
  `["$NaN",null,"FORM"]`,
  `["../ORG",null,"FORM"]`,
  `["ORG\\u0000",null,"FORM"]`,
  `["ORG' OR 1=1 --",null,"FORM"]`,
  `["${"a".repeat(5_000)}",null,"FORM"]`,
  `["ORG",{"ok":true,"data":{"__proto__":{"isOwner":true}}},"FORM"]`,
  `["ORG",null,{"name":"no form"}]`,
  `["ORG",null,"a text"]`,
  `["ORG",null,["FORM"]]`,
  `["ORG",null,"FORM","one more"]`,
  // These nobody can read.
  "[",
  `{"a":`,
  `["$1:a:b"]`,
  `["$F1"]`,
  `["$K9"`,
  `["$@7"]`,
];

/** What is done to a question. Numbers pick among what there is, whatever that is. */
export type Shot = {
  readonly changes: readonly Change[];
  readonly args: string | null;
  /** A part of the path by its number, and what it becomes. */
  readonly part: { readonly at: number; readonly text: string } | null;
  readonly search: readonly (readonly [string, string])[];
  readonly form: number;
  readonly forgery: number;
};

const change: fc.Arbitrary<Change> = fc.record({
  field: fc.oneof(
    { weight: 5, arbitrary: at },
    { weight: 1, arbitrary: fc.constantFrom(...NAMES) },
    { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
  ),
  value,
});

const rarely = <T>(arbitrary: fc.Arbitrary<T>, freq: number) => fc.option(arbitrary, { freq });
const names = fc.constantFrom(
  "week",
  "from",
  "until",
  "month",
  "month[]",
  "to",
  "view",
  "__proto__",
);
const query = fc.tuple(fc.oneof(names, fc.string({ maxLength: 10 })), text);

export const shots: fc.Arbitrary<Shot> = fc.record({
  // Without one it is let in as a rule, and what comes after it is late.
  changes: fc.array(change, { maxLength: 3 }),
  args: fc.oneof(
    { weight: 9, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom(...ARGUMENTS) },
  ),
  part: rarely(fc.record({ at, text }), 2),
  search: fc.array(query, { maxLength: 3 }),
  form: at,
  forgery: at,
});
