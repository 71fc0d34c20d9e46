import { describe, expect, test } from "vitest";
import { NO_ATTRIBUTES, type UserAttributes } from "./attributes";
import { ScimFault } from "./fault";
import { type GroupState, parsePatch, patchGroup, patchUser } from "./patch";

const faultOf = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (error) {
    if (error instanceof ScimFault) return `${error.status} ${error.scimType}`;
    throw error;
  }
  return undefined;
};

const NORA: UserAttributes = {
  ...NO_ATTRIBUTES,
  userName: "nora@lumen.example",
  externalId: "00u1",
  displayName: "Nora New",
  givenName: "Nora",
  familyName: "New",
  email: "nora@lumen.example",
};
const user = (...Operations: object[]) => patchUser(NORA, parsePatch({ Operations }));

describe("the operations of a PATCH", () => {
  test("are read whatever the case of their names", () => {
    const expected = [{ op: "replace", path: "active", value: false }];
    expect(
      parsePatch({ Operations: [{ op: "Replace", path: "active", value: false }] }),
    ).toMatchObject(expected);
    expect(
      parsePatch({ operations: [{ OP: "REPLACE", Path: "active", Value: false }] }),
    ).toMatchObject(expected);
  });

  test.each([
    undefined,
    null,
    "text",
    [],
    {},
    { Operations: {} },
    { Operations: [null] },
    { Operations: [{}] },
    { Operations: [{ op: "move", path: "active" }] },
    { Operations: [{ op: 1 }] },
    { Operations: [{ op: "add", path: 1 }] },
    { Operations: [{ op: "add", path: "a".repeat(501) }] },
    { Operations: Array.from({ length: 1_001 }, () => ({ op: "remove", path: "title" })) },
  ])("are refused in another shape (%#)", (body) => {
    expect(faultOf(() => parsePatch(body))).toBe("400 invalidSyntax");
  });
});

describe("a user", () => {
  test.each([
    // Okta: no path, an object.
    [{ op: "replace", value: { active: false } }, { active: false }],
    // Entra: a path, and booleans as texts.
    [{ op: "Replace", path: "active", value: "False" }, { active: false }],
    [{ op: "Add", path: "name.givenName", value: "Noor" }, { givenName: "Noor" }],
    [
      { op: "Add", value: { "name.familyName": "Old", displayName: "Nora Old" } },
      { familyName: "Old", displayName: "Nora Old" },
    ],
    [{ op: "replace", value: { name: { familyName: "Old" } } }, { familyName: "Old" }],
    [
      { op: "Replace", path: 'emails[type eq "work"].value', value: "n@new.example" },
      { email: "n@new.example" },
    ],
    [
      {
        op: "replace",
        path: "emails",
        value: [{ value: "a@x.example" }, { value: "b@x.example", primary: "True" }],
      },
      { email: "b@x.example" },
    ],
    [
      {
        op: "replace",
        path: "urn:ietf:params:scim:schemas:core:2.0:User:userName",
        value: "nn",
      },
      { userName: "nn" },
    ],
    [{ op: "remove", path: "externalId" }, { externalId: null }],
    [
      { op: "remove", path: "name" },
      { givenName: null, familyName: null, formatted: null },
    ],
  ])("takes %j", (operation, expected) => {
    expect(user(operation)).toEqual({ ...NORA, ...expected });
  });

  test("keeps nothing of what is not kept here, of an extension or of prototypes", () => {
    const extension = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    expect(
      user(
        { op: "add", path: "title", value: "Dr" },
        { op: "replace", value: { password: "secret", [extension]: { department: "x" } } },
        { op: "replace", value: JSON.parse('{"__proto__": {"active": false}}') },
        { op: "replace", value: { constructor: { prototype: { active: false } } } },
      ),
    ).toEqual(NORA);
  });

  test("is what the last operation says, and unchanged itself", () => {
    const before = structuredClone(NORA);
    const after = user(
      { op: "replace", path: "active", value: false },
      { op: "replace", path: "active", value: true },
      { op: "replace", path: "displayName", value: "B" },
    );
    expect(after).toEqual({ ...NORA, displayName: "B" });
    expect(NORA).toEqual(before);
  });

  test.each([
    [{ op: "remove" }, "400 noTarget"],
    [{ op: "replace", value: "x" }, "400 invalidValue"],
    [{ op: "replace", value: [{ active: false }] }, "400 invalidValue"],
    [{ op: "replace" }, "400 invalidValue"],
    [{ op: "replace", path: "active", value: "perhaps" }, "400 invalidValue"],
    [{ op: "replace", path: "active", value: 0 }, "400 invalidValue"],
    [{ op: "replace", path: "active" }, "400 invalidValue"],
    [{ op: "replace", path: "userName", value: "" }, "400 invalidValue"],
    [{ op: "replace", path: "userName", value: { a: 1 } }, "400 invalidValue"],
    [{ op: "replace", path: "displayName", value: "a".repeat(501) }, "400 invalidValue"],
    [{ op: "replace", path: "emails", value: [{ value: 1 }] }, "400 invalidValue"],
    [{ op: "replace", path: "id", value: "x" }, "400 mutability"],
    [{ op: "replace", path: "meta.created", value: "x" }, "400 mutability"],
    [{ op: "remove", path: "active" }, "400 mutability"],
    [{ op: "remove", path: "USERNAME" }, "400 mutability"],
    [{ op: "replace", path: "", value: "x" }, "400 invalidPath"],
    [{ op: "replace", path: "emails[type eq", value: "x" }, "400 invalidPath"],
    [{ op: "replace", path: "a b", value: "x" }, "400 invalidPath"],
  ])("is refused %j", (operation, expected) => {
    expect(faultOf(() => user(operation))).toBe(expected);
  });
});

describe("a group", () => {
  const BEFORE: GroupState = {
    displayName: "Ops",
    externalId: "g1",
    members: new Set(["a", "b"]),
  };
  const group = (...Operations: object[]) => patchGroup(BEFORE, parsePatch({ Operations }));
  const membersAfter = (...operations: object[]) => [...group(...operations).members].sort();

  test.each([
    [{ op: "Add", path: "members", value: [{ value: "c" }] }, ["a", "b", "c"]],
    [{ op: "add", path: "members", value: { value: "a" } }, ["a", "b"]],
    [{ op: "add", value: { members: [{ value: "c", display: "C" }] } }, ["a", "b", "c"]],
    [{ op: "replace", path: "members", value: [{ value: "c" }] }, ["c"]],
    [{ op: "replace", path: "members", value: [] }, []],
    // Okta: by a filter. Entra: by a list.
    [{ op: "remove", path: 'members[value eq "a"]' }, ["b"]],
    [{ op: "Remove", path: "members", value: [{ value: "a" }] }, ["b"]],
    [{ op: "Remove", path: "members" }, []],
    [{ op: "remove", path: 'members[value eq "nobody"]' }, ["a", "b"]],
    [
      {
        op: "add",
        path: "urn:ietf:params:scim:schemas:core:2.0:Group:members",
        value: [{ value: "c" }],
      },
      ["a", "b", "c"],
    ],
  ])("has after %j the members %j", (operation, expected) => {
    expect(membersAfter(operation)).toEqual(expected);
    expect([...BEFORE.members]).toEqual(["a", "b"]);
  });

  test("is changed in time with what is sent, however many are in it", () => {
    const ids = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => ({ value: `u${from + i}` }));
    const members = new Set(ids(0, 20_000).map(({ value }) => value));
    const Operations = [
      ...[20_000, 40_000, 60_000].map((from) => ({
        op: "remove",
        path: "members",
        value: ids(from, from + 20_000),
      })),
      { op: "remove", path: "members", value: ids(10_000, 20_000) },
      ...ids(80_000, 80_996).map((value) => ({ op: "add", path: "members", value })),
    ];
    const operations = parsePatch({ Operations });
    const began = performance.now();
    const after = patchGroup({ ...BEFORE, members }, operations);
    expect(performance.now() - began, "took seconds, when each id was looked for").toBeLessThan(
      2_000,
    );
    expect([after.members.size, members.size]).toEqual([10_996, 20_000]);
  });

  test("takes no more members at once than there can be users", () => {
    const value = Array.from({ length: 20_001 }, (_, i) => ({ value: `u${i}` }));
    for (const op of ["add", "replace", "remove"])
      expect(faultOf(() => group({ op, path: "members", value }))).toBe("400 invalidValue");
  });

  test("takes another name and id", () => {
    const after = group(
      { op: "replace", value: { id: "x", displayName: " Help " } },
      { op: "remove", path: "externalId" },
    );
    expect(after).toEqual({ ...BEFORE, displayName: "Help", externalId: null });
  });

  test.each([
    [{ op: "add", path: "members", value: ["c"] }, "400 invalidValue"],
    [{ op: "add", path: "members", value: [{ display: "C" }] }, "400 invalidValue"],
    [{ op: "add", path: "members" }, "400 invalidValue"],
    [{ op: "remove", path: "members", value: "a" }, "400 invalidValue"],
    [{ op: "remove", path: 'members[display eq "A"]' }, "400 invalidPath"],
    [{ op: "add", path: 'members[value eq "c"]', value: "c" }, "400 invalidPath"],
    [{ op: "replace", path: "displayName", value: "  " }, "400 invalidValue"],
    [{ op: "remove", path: "displayName" }, "400 invalidValue"],
    [{ op: "replace", path: "externalId", value: 5 }, "400 invalidValue"],
    [{ op: "replace", path: "[", value: 5 }, "400 invalidPath"],
    [{ op: "remove" }, "400 noTarget"],
  ])("is refused %j", (operation, expected) => {
    expect(faultOf(() => group(operation))).toBe(expected);
  });
});
