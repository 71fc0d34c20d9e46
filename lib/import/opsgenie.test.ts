import { describe, expect, test } from "vitest";
import { compile, current } from "@/lib/schedule/compile";
import { fixture } from "@/tests/fixtures/import/files";
import { zones } from "@/tests/fixtures/import/zones";
import { compareComputed } from "./proof";
import { readFile } from "./read";
import { toSchedules } from "./schedules";

function importText(text: string) {
  const read = readFile(text);
  if (!read.ok) throw new Error(read.message);
  const imported = toSchedules(read.source, zones);
  return { ...imported, layers: imported.schedules[0]?.definition.tiers[0]?.layers ?? [] };
}

const rotation = (change: object) => ({
  id: "r1",
  name: "Daily",
  startDate: "2026-06-01T09:00:00Z",
  type: "daily",
  length: 1,
  participants: [{ type: "user", id: "u1", username: "ada@example.com" }],
  ...change,
});

const convert = (change: object, beside: object = {}) =>
  importText(
    JSON.stringify({
      data: [{ id: "s1", name: "S", timezone: "UTC", rotations: [rotation(change)] }],
      ...beside,
    }),
  );

describe("a schedule with three rotations, an override and a clock change", () => {
  const { schedules, refused, layers } = importText(fixture("opsgenie-schedules.json"));
  const [schedule] = schedules;

  test("is proved by Opsgenie's own timeline", () => {
    if (schedule === undefined) throw new Error("nothing came over");
    const proof = compareComputed(schedule.definition, schedule.computed, schedule.covers, zones);
    expect(proof).toEqual({ equal: true, checked: schedule.covers, differences: [] });
  });

  test("has layers of one priority, so that people add up", () => {
    expect(layers.map(({ priority }) => priority)).toEqual([1, 1, 1]);
    expect(layers[1]?.windows).toEqual([
      { days: [1], start: "09:00", end: "17:00", endsAfterDays: 0 },
      { days: [6], start: "22:00", end: "06:00", endsAfterDays: 1 },
    ]);
    expect(layers[2]).toMatchObject({
      rotation: { unit: "hour", every: 12 },
      windows: [{ start: "22:00", end: "06:00", endsAfterDays: 1 }],
    });
  });

  test("keeps the turns of nobody and of a team empty, and reports the team", () => {
    expect(layers[1]?.rotation.turns.map(({ people }) => people.length)).toEqual([1, 0, 0]);
    expect(schedule?.notes.filter(({ level }) => level === "changed")).toMatchObject([
      { what: 'Rotation "Second pair of eyes": team "Platform"' },
    ]);
  });

  test("has names from the users list and addresses from the logins", () => {
    expect(schedule?.people.map(({ name, email }) => [name, email])).toEqual([
      ["Elena Petrova", "elena@example.com"],
      ["Farid Haddad", "farid@example.com"],
      ["Grace@Example.com", "grace@example.com"],
    ]);
  });

  test("a schedule in an unknown zone is refused alone", () => {
    expect(refused).toEqual([{ name: "Old ops", why: "Its time zone is unknown." }]);
  });
});

describe("parts that do not come over", () => {
  test.each([
    ["yearly turns", { type: "yearly" }],
    ["nobody", { participants: [] }],
    ["a nameless user", { participants: [{ type: "user" }] }],
    ["an unknown restriction", { timeRestriction: { type: "lunar" } }],
  ])("a rotation with %s", (_, change) => {
    const { layers, schedules } = convert(change);
    expect(layers).toEqual([]);
    expect(schedules[0]?.notes.at(-1)?.level).toBe("skipped");
  });

  test("an override for a team, or for a rotation that is not there", () => {
    const time = { startDate: "2026-06-02T00:00:00Z", endDate: "2026-06-03T00:00:00Z" };
    const overrides = [
      { ...time, user: { type: "team", id: "t" } },
      { ...time, user: { type: "user", id: "u1" }, rotations: [{ id: "gone" }] },
    ];
    const { schedules } = convert({}, { overrides });
    expect(schedules[0]?.definition.overrides).toEqual([]);
    expect(schedules[0]?.notes.slice(-2).map(({ level }) => level)).toEqual(["skipped", "skipped"]);
  });
});

describe("time restrictions", () => {
  const windowsOf = (timeRestriction: object) => convert({ timeRestriction }).layers[0]?.windows;
  const times = (startHour: number, endHour: number) => ({
    startHour,
    startMin: 0,
    endHour,
    endMin: 0,
  });

  test("that end when they start are a whole day or week", () => {
    expect(windowsOf({ type: "time-of-day", restriction: times(8, 8) })).toEqual([]);
    const week = { ...times(8, 8), startDay: "monday", endDay: "monday" };
    expect(windowsOf({ type: "weekday-and-time-of-day", restrictions: [week] })).toEqual([]);
  });

  test("run over the week's end, and to midnight told as 24", () => {
    const weekend = { ...times(18, 8), startDay: "FRIDAY", endDay: "monday" };
    expect(windowsOf({ type: "weekday-and-time-of-day", restrictions: [weekend] })).toEqual([
      { days: [5], start: "18:00", end: "08:00", endsAfterDays: 3 },
    ]);
    expect(windowsOf({ type: "time-of-day", restriction: times(18, 24) })).toMatchObject([
      { start: "18:00", end: "00:00", endsAfterDays: 1 },
    ]);
  });
});

describe("an override", () => {
  const user = (id: string) => ({ type: "user", id, username: `${id}@example.com` });
  const rotations = [
    rotation({ participants: [user("a")] }),
    rotation({ id: "r2", name: "Beside", participants: [user("b")] }),
  ];
  const override = {
    startDate: "2026-06-02T00:00:00Z",
    endDate: "2026-06-03T00:00:00Z",
    user: user("z"),
  };

  const heldWith = (change: object) => {
    const data = [{ id: "s1", name: "S", timezone: "UTC", rotations }];
    const [schedule] = importText(
      JSON.stringify({ data, overrides: [{ ...override, ...change }] }),
    ).schedules;
    if (schedule === undefined) throw new Error("nothing came over");
    const roster = compile(current(schedule.definition), zones);
    return roster.onCallAt(Date.UTC(2026, 5, 2, 12)).flatMap(({ people }) => people);
  };

  test("for one rotation leaves the others on call beside it", () => {
    expect(heldWith({ rotations: [{ id: "r1" }] }).sort()).toEqual(["b", "z"]);
  });

  test("for all of them, named or not, stands alone", () => {
    expect(heldWith({ rotations: [{ id: "r1" }, { id: "r2" }] })).toEqual(["z"]);
    expect(heldWith({})).toEqual(["z"]);
  });
});
