import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { type Found, findDoors, sourceFiles } from "@/tests/doors/inventory";
import { isBounded, unboundedIn } from "@/tests/doors/unbounded";

let doors: readonly Found[];
beforeAll(async () => {
  doors = await findDoors();
}, 120_000);

test("every text, list, record and number that a page, route or action takes has an end", () => {
  const taken = doors.flatMap(({ id, door }) => (door?.takes ?? []).map((one) => ({ id, one })));
  expect(taken.length).toBeGreaterThan(150);
  const all = taken.flatMap(({ id, one }) => unboundedIn(one).map((place) => `${id} ${place}`));
  expect(all).toEqual([]);
});

/** Whether some object in a schema keeps fields that it does not name, as it reads and as it gives them on. */
function keepsMore(schema: z.ZodType): boolean {
  const written = (["input", "output"] as const).map((io) =>
    JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: "any" }), (_, one) =>
      one?.properties && one.additionalProperties ? "keeps more" : one,
    ),
  );
  return written.some((text) => text.includes("keeps more"));
}

test("an action is given the fields that it names and no more, whatever is sent", () => {
  const acting = doors.filter(({ door }) => door && ["action", "account"].includes(door.kind));
  expect(acting.length).toBeGreaterThan(70);
  const open = acting.filter(({ door }) => door?.takes.some(keepsMore));
  expect(open.map(({ id }) => id)).toEqual([]);
  expect(keepsMore(z.object({ a: z.looseObject({ b: z.uuid() }) }))).toBe(true);
});

test("pages that are no doors say too how long a text may be", () => {
  const files = sourceFiles().filter((file) => /^app\/.*\.tsx?$/.test(file));
  const open = files.filter((file) =>
    /z\.(?:coerce\.)?string\(\)(?!(?:\([^()]*\)|[^;{},()])*\.(?:max|regex|length)\()/.test(
      readFileSync(file, "utf8"),
    ),
  );
  expect(open).toEqual([]);
});

test("no page reads what was asked for but through its door, which has it parsed", () => {
  const files = sourceFiles().filter((file) => /^app\/.*\/page\.tsx$/.test(file));
  expect(files.length).toBeGreaterThan(40);
  const raw = files.filter((file) => /searchParams|await params/.test(readFileSync(file, "utf8")));
  expect(raw).toEqual([]);
});

test.each([
  [z.string(), [": a text"]],
  [z.object({ a: z.string().trim().optional() }), ["a: a text"]],
  [z.array(z.string().max(3)), ["[]: a list"]],
  [z.union([z.literal(""), z.array(z.email()).max(3)]), ["[]: a text"]],
  [z.string().transform((text) => text.split(",")), [": a text"]],
  [
    z
      .string()
      .max(9)
      .transform((text): unknown => JSON.parse(text))
      .pipe(z.array(z.uuid())),
    ["[]: a list"],
  ],
  [z.record(z.string(), z.boolean()), ["{}: a text"]],
  [z.coerce.number().int().min(1), [": a number"]],
  [z.array(z.coerce.bigint()).max(3), ["[]: a number"]],
  [z.coerce.number().pipe(z.int()), [": a number"]],
  [z.object({ a: z.unknown() }), ["a: anything (unknown)"]],
  [z.string().regex(/^a+$/), [": a text"]],
])("what has no bound is found in schema %#", (schema, places) => {
  expect(unboundedIn(schema)).toEqual(places);
});

test.each([
  z.string().max(3),
  z.uuid(),
  z.iso.date(),
  z.string().max(254).pipe(z.email()),
  z.array(z.unknown()).max(3).pipe(z.array(z.uuid())),
  z.looseObject({ a: z.enum(["a"]).default("a") }),
  z.stringbool(),
  z.coerce.number().min(0).max(9),
  z.coerce.number().pipe(z.int32()),
  z.coerce.number().pipe(z.literal([1, 2])),
])("what has one is not, in schema %#", (schema) => {
  expect(unboundedIn(schema)).toEqual([]);
});

test.each([
  [/^\d{4}-(0[1-9]|1[0-2])$/, true],
  [/^[\w+*-]{16,64}$/, true],
  [/^a\+$/, true],
  [/^a*$/, false],
  [/^a{3,}$/, false],
  [/^a|b$/, false],
  [/a/, false],
])("%s has an end: %s", (pattern, isOne) => {
  expect(isBounded(pattern)).toBe(isOne);
});
