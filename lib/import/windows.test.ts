import { expect, test } from "vitest";
import { DAY, HOUR } from "./time";
import { EVERY_DAY, toCover, toWindows } from "./windows";

const office = { days: [1], startMs: 9 * HOUR, lengthMs: 8 * HOUR } as const;

test("equal times on several days are one window", () => {
  const { windows, exact } = toWindows([{ ...office, days: [3] }, office]);
  expect(windows).toEqual([{ days: [1, 3], start: "09:00", end: "17:00", endsAfterDays: 0 }]);
  expect(exact).toBe(true);
});

test("a span may run over midnight and over days", () => {
  const { windows } = toWindows([{ days: [5], startMs: 18 * HOUR, lengthMs: 62 * HOUR }]);
  expect(windows).toEqual([{ days: [5], start: "18:00", end: "08:00", endsAfterDays: 3 }]);
});

test("a whole day every day, or a whole week, is always", () => {
  for (const span of [
    { days: EVERY_DAY, startMs: 8 * HOUR, lengthMs: DAY },
    { days: [2], startMs: 0, lengthMs: 7 * DAY },
  ] as const) {
    expect(toWindows([span, office])).toMatchObject({ windows: [], always: true });
  }
});

test("seconds are widened and said", () => {
  const { windows, exact } = toWindows([{ ...office, startMs: 9 * HOUR + 30_000 }]);
  expect(windows).toEqual([{ days: [1], start: "09:00", end: "17:01", endsAfterDays: 0 }]);
  expect(exact).toBe(false);
});

test("a tier is covered when its layers work", () => {
  const { windows } = toWindows([office]);
  expect(toCover([{ windows }])).toEqual(windows);
  expect(toCover([{ windows }, { windows: [] }])).toBe("always");
  expect(toCover([{ windows, zone: "UTC" }])).toBe("always");
  expect(toCover([])).toBe("always");
});
