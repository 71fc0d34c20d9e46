import { describe, expect, test } from "vitest";
import { zones } from "@/lib/zones/table";
import { readMoments, toField } from "./moments";
import { instantsHref, searchSchema } from "./search";

const NOW = Date.UTC(2026, 4, 6, 12);
const BERLIN = zones("Europe/Berlin");
const read = (query: string, now = NOW) =>
  readMoments(searchSchema.parse(Object.fromEntries(new URLSearchParams(query))), BERLIN, now);

test("instants are taken as they are, and fields in the reader's zone", () => {
  expect(read(`at=${NOW}&known=${NOW - 1}`)).toEqual({
    at: NOW,
    known: NOW - 1,
    problems: {},
    isTyped: false,
  });
  expect(read("at=2026-05-06T14:00&known=")).toEqual({
    at: NOW,
    known: undefined,
    problems: {},
    isTyped: true,
  });
  expect(read("at=&known=")).toMatchObject({ at: undefined, known: undefined, problems: {} });
});

test("what was published within the minute that a field shows was known at that minute", () => {
  const published = Date.UTC(2026, 4, 4, 7, 0, 12, 345);
  const { known = 0 } = read("known=2026-05-04T09:00");
  expect(known).toBeGreaterThan(published);
  expect(known).toBeLessThan(Date.UTC(2026, 4, 4, 7, 1));
});

test.each([
  Date.UTC(2026, 4, 4, 7),
  Date.UTC(2026, 4, 4, 7, 0, 12, 345),
  Date.UTC(2026, 4, 4, 7, 0, 9),
])("a form that is sent again unchanged asks for the same: %i", (instant) => {
  const text = toField(instant, BERLIN);
  expect(read(`at=${text}`).at).toBe(instant);
  const { known } = read(`known=${text}`);
  expect(read(`known=${toField(known, BERLIN)}`).known).toBe(known);
});

describe("no moment", () => {
  test.each([
    "x",
    "2026-02-30T10:00",
    "2026-05-04",
    "2026-05-04T24:00",
    "1969-12-31T10:00",
    "2200-01-02T10:00",
    "9999999999999",
    "999999999999999",
    "-1",
    "1e3",
    "NaN",
  ])("%s is told so and asks for nothing", (text) => {
    for (const name of ["at", "known"] as const) {
      const moments = read(`${name}=${encodeURIComponent(text)}`);
      expect(moments[name]).toBeUndefined();
      expect(moments.problems[name]).toMatch(/no date and time/);
    }
  });

  test("of two in one address neither is taken", () => {
    const asked = searchSchema.parse({ at: ["1", "2"] });
    expect(readMoments(asked, BERLIN, NOW).problems.at).toMatch(/no date and time/);
  });
});

test("what will be known is not: the present is shown instead, and said to be", () => {
  expect(read("known=2026-05-07T09:00")).toMatchObject({ known: undefined, isTyped: true });
  expect(read("known=2026-05-07T09:00").problems.known).toMatch(/nobody can say yet/);
  // This very minute is not over; and another server's clock may be some milliseconds ahead.
  expect(read("known=2026-05-06T14:00").problems).toEqual({});
  expect(read(`known=${NOW + 20}`).problems).toEqual({});
});

test("the hour that comes twice: asked about is its first, known at its second", () => {
  expect(read("at=2026-10-25T02:30").at).toBe(Date.UTC(2026, 9, 25, 0, 30));
  const late = Date.UTC(2026, 10, 1);
  expect(read("known=2026-10-25T02:30", late).known).toBe(Date.UTC(2026, 9, 25, 1, 30, 59, 999));
});

test("the address of what was asked for is the same in every zone, and an instant brings its days", () => {
  const asked = searchSchema.parse({ view: "list", date: "2026-01-01" });
  const both = instantsHref({ ...asked, at: NOW, known: NOW - 1 });
  expect(Object.fromEntries(new URLSearchParams(both))).toEqual({
    view: "list",
    zoom: "week",
    zone: "mine",
    at: String(NOW),
    known: String(NOW - 1),
  });
  expect(instantsHref({ ...asked, at: undefined, known: NOW })).toContain("date=2026-01-01");
});
