import { describe, expect, test } from "vitest";
import { entryHash, START, type StoredEntry, verifyFrom } from "./chain";

const unhashed = (number: number, previous: string): StoredEntry => ({
  orgId: "0b54d6c2-5a3f-4a4e-9b1e-2f6b8f0f3c11",
  number,
  at: 1_792_000_000_000 + number,
  version: 2,
  actorId: number === 2 ? null : "8d1f2f60-6f6a-4d8f-8a56-0e4c3c0a7a01",
  action: "team.added",
  subjectKind: "team",
  subjectId: `team ${number}`,
  scheduleId: null,
  requestId: `request ${number}`,
  onBehalfOf: null,
  origin: "1.iv.box",
  body: `{"name":"Überwachung ${number}\\n"}`,
  previous,
  hash: "",
});

function chainOf(length: number): StoredEntry[] {
  const chain: StoredEntry[] = [];
  for (let number = 1; number <= length; number += 1) {
    const entry = unhashed(number, chain.at(-1)?.hash ?? "");
    chain.push({ ...entry, hash: entryHash(entry) });
  }
  return chain;
}

const chain = chainOf(6);

/** The value with one bit changed, for every bit. */
function changedIn(value: string | number | null): (string | number)[] {
  if (value === null) return ["x"];
  if (typeof value === "number")
    return Array.from({ length: 40 }, (_, bit) => Number(BigInt(value) ^ (1n << BigInt(bit))));
  return [...value].flatMap((sign, at) =>
    Array.from({ length: 7 }, (_, bit) => {
      const other = String.fromCharCode(sign.charCodeAt(0) ^ (1 << bit));
      return value.slice(0, at) + other + value.slice(at + 1);
    }),
  );
}

test("an entry of the first form hashes to what PostgreSQL made of it", () => {
  expect(entryHash({ ...unhashed(2, "abc"), version: 1, origin: "" })).toBe(
    "c6736a90c9a8f70745b007f299f53a7831e13a9458bef84809224c7ce29e9f79",
  );
});

describe("verifyFrom", () => {
  test("an untouched log is whole, in one go or in pages", () => {
    const head = { number: 6, hash: chain[5]?.hash };
    expect(verifyFrom(START, chain)).toEqual({ whole: true, head });
    const half = verifyFrom(START, chain.slice(0, 3));
    expect(half.whole && verifyFrom(half.head, chain.slice(3))).toEqual({ whole: true, head });
    expect(verifyFrom(START, [])).toEqual({ whole: true, head: START });
  });

  test.each<[keyof StoredEntry, string | number]>([
    ["version", 1],
    ["version", 3],
    ["origin", ""],
    ["onBehalfOf", ""],
    ["body", "{}"],
    ["actorId", "somebody else"],
    ["action", "team.renamed"],
    ["at", 0],
    ["subjectId", "another team"],
    ["scheduleId", "a schedule"],
    ["requestId", "another request"],
    ["orgId", "another organisation"],
  ])("a changed %s is found at its entry", (field, value) => {
    const touched = chain.map((entry) =>
      entry.number === 4 ? { ...entry, [field]: value } : entry,
    );
    expect(verifyFrom(START, touched)).toMatchObject({ whole: false, number: 4 });
  });

  test("any one bit that is changed in any field of any entry is found", () => {
    let tried = 0;
    const passed = chain.flatMap((entry, at) =>
      Object.entries(entry).flatMap(([field, value]) =>
        changedIn(value).filter((other) => {
          tried += 1;
          return verifyFrom(START, chain.with(at, { ...entry, [field]: other })).whole;
        }),
      ),
    );
    expect(passed).toEqual([]);
    expect(tried).toBeGreaterThan(10_000);
  });

  test("an entry that was changed and hashed again breaks the next one", () => {
    const touched = chain.map((entry) => {
      if (entry.number !== 4) return entry;
      const changed = { ...entry, body: "{}" };
      return { ...changed, hash: entryHash(changed) };
    });
    expect(verifyFrom(START, touched)).toMatchObject({ whole: false, number: 5 });
  });

  test("a missing, doubled or moved entry is found", () => {
    expect(verifyFrom(START, chain.toSpliced(2, 1))).toMatchObject({ whole: false, number: 3 });
    expect(verifyFrom(START, chain.toSpliced(2, 0, ...chain.slice(1, 2)))).toMatchObject({
      whole: false,
      number: 3,
    });
    expect(verifyFrom(START, chain.toReversed())).toMatchObject({ whole: false, number: 1 });
  });
});
