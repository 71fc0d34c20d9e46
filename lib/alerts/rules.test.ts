import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Location } from "@/lib/auth/location";
import { DAY, HOUR, MINUTE } from "@/lib/schedule/calendar";
import { zones } from "@/lib/zones/table";
import { findExports } from "./mass-export";
import { type Observed, windows } from "./observed";
import { findOffHours, isOffHours } from "./off-hours";
import { findSpikes, spikeCandidates } from "./spike";
import { findSprays } from "./spray";
import { findTravels, isImpossible, kilometres } from "./travel";

const NOON = Date.parse("2026-05-06T12:00:00Z");

type Told = Partial<Observed> & { readonly action: string; readonly after: number };

/** Entries in a row; `after` is when, in ms behind noon of a Wednesday. */
const log = (...told: readonly Told[]): readonly Observed[] =>
  told.map(({ after, ...rest }, i) => ({
    number: i + 1,
    at: NOON + after,
    actor: "ada",
    holder: rest.actor ?? "ada",
    subject: "password",
    body: {},
    block: "203.0.113.0/24",
    location: null,
    ...rest,
  }));
const failure = (actor: string, after: number, more: Partial<Observed> = {}): Told => ({
  action: "member.sign-in-failed",
  actor,
  after,
  ...more,
});
const signIn = (actor: string, after: number, more: Partial<Observed> = {}): Told => ({
  action: "member.signed-in",
  actor,
  after,
  ...more,
});

const LARGE = 200;
const failures = (count: number, apart: number, more: Partial<Observed> = {}) =>
  Array.from({ length: count }, (_, i) => failure(`member ${i}`, i * apart, more));

describe("windows", () => {
  test("hold what lies less than so long before each new entry, and end with it", () => {
    const times = fc.array(fc.nat(10 * HOUR), { maxLength: 40 });
    fc.assert(
      fc.property(times, fc.nat(40), fc.integer({ min: 1, max: 5 * HOUR }), (all, through, ms) => {
        const seen = log(...all.toSorted((a, b) => a - b).map((after) => ({ action: "x", after })));
        const expected = seen
          .filter(({ number }) => number > through)
          .map((last) =>
            seen.filter(({ number, at }) => number <= last.number && at > last.at - ms),
          );
        expect([...windows(seen, through, ms)]).toEqual(expected);
      }),
    );
  });
});

describe("spraying", () => {
  const count = (seen: readonly Observed[], members = LARGE, through = 0) =>
    findSprays(seen, through, members).map(({ facts }) => facts.count);

  test.each([
    ["five accounts within an hour", failures(5, 10 * MINUTE), LARGE, [5]],
    ["four accounts", failures(4, MINUTE), LARGE, []],
    ["five accounts, an hour between first and last", failures(5, 15 * MINUTE), LARGE, []],
    ["twelve accounts within a day", failures(12, 2 * HOUR - 1), LARGE, [12]],
    ["eleven accounts within a day", failures(11, 2 * HOUR), LARGE, []],
    ["three accounts, where there are five", failures(3, MINUTE), 5, [3]],
    ["two accounts, where there are three", failures(2, MINUTE), 3, []],
    ["wrong codes", failures(9, MINUTE, { subject: "code" }), LARGE, []],
    ["one account again and again", Array(9).fill(failure("bo", 0)), LARGE, []],
    ["nobody knows from where", failures(5, MINUTE, { block: null }), LARGE, [5]],
  ])("%s", (_, told, members, found) => {
    expect(count(log(...told), members)).toEqual(found);
  });

  test("places count apart", () => {
    const told = failures(8, MINUTE).map((one, i) => ({ ...one, block: `block ${i % 2}` }));
    expect(count(log(...told))).toEqual([]);
  });

  test("an office whose people mistype and then get in is no attack", () => {
    const told = failures(9, 2 * MINUTE).flatMap((one) => [
      one,
      signIn(one.actor ?? "", one.after + MINUTE),
    ]);
    expect(count(log(...told))).toEqual([]);
  });

  test("who was entered after an attempt is named; who was signed in before is not", () => {
    const told = [signIn("early", 0), ...failures(6, MINUTE), signIn("member 2", 6 * MINUTE)];
    const seen = log(...told, failure("early", 7 * MINUTE));
    const [found] = findSprays(seen, 0, LARGE);
    expect(found?.facts).toMatchObject({ count: 6, entered: ["member 2"] });
    expect(found?.facts.members).toContain("early");
  });

  test("what was looked at before is not found again", () => {
    const seen = log(...failures(5, MINUTE), signIn("somebody", 6 * MINUTE));
    expect(count(seen, LARGE, 4)).toEqual([5]);
    expect(count(seen, LARGE, 5)).toEqual([]);
  });
});

describe("spikes", () => {
  const many = (told: (i: number) => Told, count: number) =>
    log(...Array.from({ length: count }, (_, i) => told(i)));
  const failing = (count: number) => many((i) => failure(`member ${i % 4}`, i), count);

  test.each([
    [19, 0, 0],
    [20, 0, 1],
    [30, 10, 0],
    [31, 10, 1],
  ])("%i failures after at most %i in an hour: %i", (count, before, found) => {
    expect(findSpikes(failing(count), 0, { "member.sign-in-failed": before })).toHaveLength(found);
  });

  test("of sign-ins need more, and are asked about only where there are enough", () => {
    const seen = many((i) => signIn(`member ${i}`, i), 50);
    expect(findSpikes(seen, 0, {})[0]).toMatchObject({
      subject: "signed-in",
      facts: { count: 50 },
    });
    expect(spikeCandidates(seen, 0)).toEqual(["member.signed-in"]);
    expect(spikeCandidates(seen.slice(1), 0)).toEqual([]);
  });
});

describe("travel", () => {
  const place = (country: string, latitude?: number, longitude?: number): Location => ({
    country,
    point: latitude === undefined ? null : { latitude, longitude: longitude ?? 0 },
  });
  const london = place("GB", 51.5, -0.13);
  const tokyo = place("JP", 35.68, 139.69);
  const paris = place("FR", 48.86, 2.35);

  test.each([
    ["London and Tokyo within 10 h", london, tokyo, 10 * HOUR, true],
    ["London and Tokyo within 11 h", london, tokyo, 11 * HOUR, false],
    ["London and Paris at once: too near to tell", london, paris, 0, false],
    ["two countries within the hour", place("GB"), place("JP"), HOUR - 1, true],
    ["two countries after an hour", place("GB"), place("JP"), HOUR, false],
    ["one country", place("GB"), london, 0, false],
  ])("%s", (_, from, to, ms, impossible) => {
    expect(isImpossible(from, to, ms)).toBe(impossible);
  });

  test("distances are those of the earth", () => {
    expect(
      kilometres({ latitude: 51.5, longitude: -0.13 }, { latitude: 35.68, longitude: 139.69 }),
    ).toBeCloseTo(9_560, -2);
    const point = fc.record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    });
    fc.assert(
      fc.property(point, point, (a, b) => {
        expect(kilometres(a, a)).toBe(0);
        expect(kilometres(a, b)).toBeCloseTo(kilometres(b, a), 6);
        expect(kilometres(a, b)).toBeLessThanOrEqual(20_016);
      }),
    );
  });

  test("is of one account, between sign-ins one after the other, and new", () => {
    const seen = log(
      signIn("bo", 0, { location: london }),
      signIn("dana", MINUTE, { location: tokyo }),
      signIn("bo", 2 * MINUTE),
      signIn("bo", 3 * MINUTE, { location: tokyo }),
    );
    expect(findTravels(seen, 0).map(({ subject, facts }) => [subject, facts.entries])).toEqual([
      ["bo", [1, 4]],
    ]);
    expect(findTravels(seen, 4)).toEqual([]);
  });
});

describe("exports", () => {
  const taken = (count: number, apart: number, actions = ["log.exported", "report.exported"]) =>
    log(
      ...Array.from({ length: count }, (_, i) => ({
        action: actions[i % 2] ?? "",
        after: i * apart,
      })),
    );

  test.each([
    ["five of any kind within an hour", taken(5, 14 * MINUTE), 1],
    ["four", taken(4, MINUTE), 0],
    ["one each hour, as an archive takes", taken(24, HOUR), 0],
    ["what is no export", taken(9, 1, ["draft.saved", "draft.saved"]), 0],
  ])("%s", (_, seen, found) => {
    expect(findExports(seen, 0)).toHaveLength(found);
  });

  test("of different members count apart", () => {
    const seen = taken(8, MINUTE).map((one, i) => ({ ...one, holder: `member ${i % 2}` }));
    expect(findExports(seen, 0)).toEqual([]);
  });

  test("of one member and their keys count together", () => {
    const seen = taken(5, MINUTE).map((one, i) => ({ ...one, actor: i < 3 ? "ada" : `key ${i}` }));
    expect(findExports(seen, 0)).toMatchObject([
      { subject: "ada", facts: { count: 5, what: "key" } },
    ]);
  });
});

describe("off hours", () => {
  test.each([
    ["Wed 06:59", "2026-05-06T06:59:59", true],
    ["Wed 07:00", "2026-05-06T07:00:00", false],
    ["Wed 19:59", "2026-05-06T19:59:59", false],
    ["Wed 20:00", "2026-05-06T20:00:00", true],
    ["Fri noon", "2026-05-08T12:00:00", false],
    ["Sat noon", "2026-05-09T12:00:00", true],
    ["Sun noon", "2026-05-10T12:00:00", true],
    ["Mon noon", "2026-05-11T12:00:00", false],
  ])("%s on the organisation's clock: %s", (_, wall, off) => {
    for (const name of ["UTC", "Asia/Kolkata", "America/New_York", "Pacific/Apia"]) {
      const zone = zones(name);
      expect(isOffHours(zone.first(Date.parse(`${wall}Z`)), zone), name).toBe(off);
    }
  });

  const give = (action: string, body: object, after: number): Told => ({
    action,
    after,
    body,
    subject: "bo",
  });
  const admin = [{ permission: "member.manage", teamId: null }];
  const plain = [{ permission: "schedule.edit", teamId: null }];
  const NIGHT = 10 * HOUR;

  test.each([
    ["administrative permissions at night", give("member.permissions", { given: admin }, NIGHT), 1],
    ["an invitation with them", give("member.invited", { grants: admin }, NIGHT), 1],
    [
      "a provider that invites with them",
      give("scim.user-added", { invited: true, grants: admin }, NIGHT),
      1,
    ],
    [
      "who is let in again with them",
      give("scim.reactivated", { person: "bo", given: admin }, NIGHT),
      1,
    ],
    [
      "who is invited again with them",
      give("scim.reactivated", { person: "bo", given: [], grants: admin }, NIGHT),
      1,
    ],
    [
      "who is invited with them at a new address",
      give("scim.user-changed", { name: false, email: true, grants: admin }, NIGHT),
      1,
    ],
    [
      "a provider that adds a member",
      give("scim.user-added", { member: "bo", invited: false }, NIGHT),
      0,
    ],
    ["by day", give("member.permissions", { given: admin }, 0), 0],
    ["others", give("member.permissions", { given: plain }, NIGHT), 0],
    [
      "permissions that are taken",
      give("member.permissions", { given: [], taken: admin }, NIGHT),
      0,
    ],
    ["who accepts an invitation", give("member.joined", { grants: admin }, NIGHT), 0],
    ["a key that has them", give("key.created", { of: "own", grants: admin }, NIGHT), 1],
    ["a key that has them, by day", give("key.created", { of: "own", grants: admin }, 0), 0],
    ["a key that has others", give("key.created", { of: "own", grants: plain }, NIGHT), 0],
    ["such a key anew", give("key.recycled", { of: "own", grants: admin }, NIGHT), 1],
    ["a provider's token anew", give("scim.token-recycled", {}, NIGHT), 1],
    ["a provider's token", give("scim.token-created", { preset: "Viewer" }, NIGHT), 1],
    ["support", give("support.granted", { whole: true, teams: [], hours: 1 }, NIGHT), 1],
  ])("%s", (_, told, found) => {
    expect(findOffHours(log(told), 0, [zones("UTC")])).toHaveLength(found);
  });

  test("what was opened is told apart from what was given, once each", () => {
    const seen = log(
      give("key.created", { grants: admin }, NIGHT),
      give("member.permissions", { given: [...admin, ...admin] }, NIGHT),
      give("key.created", { grants: admin }, NIGHT),
      give("support.granted", {}, NIGHT),
    );
    expect(findOffHours(seen, 0, [zones("UTC")])).toMatchObject([
      { facts: { count: 2, what: "key support", members: ["bo"], entries: [1, 2, 3, 4] } },
    ]);
  });

  test("it is night in any of the zones", () => {
    const seen = log(give("member.permissions", { given: admin }, NIGHT));
    const [night, day] = [zones("UTC"), zones("Pacific/Auckland")];
    expect(findOffHours(seen, 0, [day])).toEqual([]);
    expect(findOffHours(seen, 0, [day, night])).toHaveLength(1);
  });

  test("a week has 13 open hours on each of five days", () => {
    const hours = Array.from({ length: 168 }, (_, i) => NOON + i * HOUR);
    expect(hours.filter((at) => !isOffHours(at, zones("UTC")))).toHaveLength(5 * 13);
    expect(168 * HOUR).toBe(7 * DAY);
  });
});
