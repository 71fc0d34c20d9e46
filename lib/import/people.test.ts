import { describe, expect, test } from "vitest";
import type { Definition } from "@/lib/schedule/types";
import { everyone, matchPeople, renamePeople, toPersonMap } from "./people";

const person = (key: string, email: string | null, name = key) => ({ key, name, email });

describe("matching", () => {
  const known = [
    { id: "p1", name: "Ada", email: "Ada@Example.com" },
    { id: "p2", name: "Bo", email: null },
    { id: "p3", name: "Ada's twin", email: "ada@example.com" },
  ];

  test("goes by e-mail, letter case ignored, and never by name", () => {
    const matches = matchPeople([person("U1", "ADA@example.COM"), person("U2", null, "Bo")], known);
    expect(matches.get("U1")).toEqual({ kind: "matched", id: "p1" });
    expect(matches.get("U2")).toEqual({ kind: "new" });
  });

  test("two of the file with one address are one, matched or new", () => {
    const file = [
      person("U1", "ada@example.com"),
      person("U2", "Ada@example.com"),
      person("U3", "cy@example.com"),
      person("U4", "CY@example.com"),
      person("U5", null),
      person("U6", null),
    ];
    const matches = matchPeople(file, known);
    expect([...matches.values()].map(({ kind }) => kind)).toEqual([
      "matched",
      "same",
      "new",
      "same",
      "new",
      "new",
    ]);
    const map = toPersonMap(matches, new Map([["U3", "p9"]]));
    expect(Object.fromEntries(map)).toEqual({
      U1: "p1",
      U2: "p1",
      U3: "p9",
      U4: "p9",
      U5: "U5",
      U6: "U6",
    });
  });

  test("what is no address matches nobody", () => {
    const odd = [{ id: "p4", name: "Odd", email: "none" }];
    expect(matchPeople([person("U1", "none")], odd).get("U1")).toEqual({ kind: "new" });
  });
});

test("everybody of several schedules is there once, with the address that one of them knows", () => {
  const schedule = (people: readonly ReturnType<typeof person>[]) => ({
    name: "S",
    definition: { zone: "UTC", tiers: [], overrides: [], calendars: [] },
    people,
    notes: [],
    computed: null,
    covers: null,
  });
  const people = everyone([
    schedule([person("U1", null), person("U2", "bo@example.com")]),
    schedule([person("U1", "ada@example.com"), person("U2", null)]),
  ]);
  expect(people).toEqual([person("U1", "ada@example.com"), person("U2", "bo@example.com")]);
});

test("renaming reaches turns and every kind of override, and leaves nobody twice", () => {
  const time = { startsAt: 0, endsAt: 1, target: { scope: "schedule" } } as const;
  const rotation = {
    unit: "day",
    every: 1,
    anchor: { date: "2026-01-01", time: "09:00", turn: 0 },
    turns: [{ id: "t", people: ["U1", "U2", "U3"] }],
  } as const;
  const definition: Definition = {
    zone: "UTC",
    tiers: [
      {
        id: "1",
        name: "First",
        cover: "always",
        layers: [{ id: "l", name: "L", priority: 1, rotation, windows: [] }],
      },
    ],
    overrides: [
      { ...time, id: "a", kind: "add", people: ["U1", "U2"] },
      { ...time, id: "b", kind: "remove", people: ["U3"] },
      { ...time, id: "c", kind: "replace", person: "U1", by: "U3" },
      { ...time, id: "e", kind: "replace", person: "U1", by: "U2" },
      {
        ...time,
        id: "d",
        kind: "temporary",
        shifts: [{ startsAt: 0, endsAt: 1, people: ["U2", "U1"] }],
      },
    ],
    calendars: [],
  };
  const renamed = renamePeople(
    definition,
    new Map([
      ["U1", "p1"],
      ["U2", "p1"],
    ]),
  );
  expect(renamed.tiers[0]?.layers[0]?.rotation.turns[0]?.people).toEqual(["p1", "U3"]);
  expect(renamed.overrides).toMatchObject([
    { people: ["p1"] },
    { people: ["U3"] },
    { person: "p1", by: "U3" },
    { shifts: [{ people: ["p1"] }] },
  ]);
  expect(definition.overrides[0]).toMatchObject({ people: ["U1", "U2"] });
});
