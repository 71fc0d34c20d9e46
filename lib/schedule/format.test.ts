import { describe, expect, test } from "vitest";
import { zones } from "@/tests/engine/zones";
import {
  formatDay,
  formatDuration,
  formatInstant,
  formatSpan,
  formatTime,
  formatWithOffset,
  offsetName,
  zoneWithOffset,
} from "./format";
import { toZone } from "./zone";

const berlin = zones("Europe/Berlin");
const at = (text: string): number => Date.parse(`${text}:00Z`);

describe("instants in words", () => {
  test("day and time, in the zone", () => {
    expect(formatDay(at("2026-05-03T22:30"), berlin)).toBe("Mon 4 May");
    expect(formatTime(at("2026-05-03T22:30"), berlin)).toBe("00:30");
    expect(formatInstant(at("2026-05-04T07:00"), berlin)).toBe("Mon 4 May, 09:00");
  });

  test("names every day and every month", () => {
    const utc = zones("UTC");
    const days = Array.from({ length: 7 }, (_, n) =>
      formatDay(at("2026-06-01T12:00") + n * 86_400_000, utc),
    );
    expect(days).toEqual([
      "Mon 1 Jun",
      "Tue 2 Jun",
      "Wed 3 Jun",
      "Thu 4 Jun",
      "Fri 5 Jun",
      "Sat 6 Jun",
      "Sun 7 Jun",
    ]);
    const months = Array.from({ length: 12 }, (_, n) => formatDay(Date.UTC(2026, n, 9), utc));
    expect(months.map((day) => day.split(" ")[2])).toEqual(
      "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "),
    );
  });

  test("the year only when it is another one", () => {
    const now = at("2026-12-31T23:30");
    expect(formatInstant(at("2026-05-04T07:00"), berlin, now)).toBe("Mon 4 May 2026, 09:00");
    expect(formatInstant(at("2027-05-04T07:00"), berlin, now)).toBe("Tue 4 May, 09:00");
  });

  test("spans", () => {
    expect(formatSpan(at("2026-05-04T07:00"), at("2026-05-04T15:00"), berlin)).toBe(
      "Mon 4 May, 09:00–17:00",
    );
    expect(formatSpan(at("2026-05-04T07:00"), at("2026-05-05T07:00"), berlin)).toBe(
      "Mon 4 May, 09:00 – Tue 5 May, 09:00",
    );
    const later = at("2027-01-01T00:00");
    expect(formatSpan(at("2026-05-04T07:00"), at("2026-05-05T07:00"), berlin, later)).toBe(
      "Mon 4 May 2026, 09:00 – Tue 5 May 2026, 09:00",
    );
  });

  test("durations", () => {
    const minute = 60_000;
    const said = [23 * 60, 7 * 1440, 36 * 60, 45, 0, 90, 1441].map((n) =>
      formatDuration(n * minute),
    );
    expect(said).toEqual(["23 h", "7 d", "1 d 12 h", "45 min", "0 min", "1 h 30 min", "1 d 1 min"]);
  });

  test("offsets", () => {
    const summer = at("2026-07-01T00:00");
    const names = ["Europe/Berlin", "Asia/Kolkata", "UTC", "America/New_York"];
    const told = ["America/New_York", "UTC", "Europe/London"].map((name) =>
      zoneWithOffset(summer, zones(name)),
    );
    expect(told).toEqual(["America/New York (UTC−4)", "UTC", "Europe/London (UTC+1)"]);
    expect(names.map((name) => offsetName(summer, zones(name)))).toEqual([
      "UTC+2",
      "UTC+5:30",
      "UTC",
      "UTC−4",
    ]);
    expect(offsetName(at("1971-01-01T00:00"), zones("Africa/Monrovia"))).toBe("UTC−0:44:30");
    const fixed = (offset: number) => toZone({ name: "x", untils: [null], offsets: [offset] });
    const odd = [20_000, 34_200_000, -12_600_000, 3_605_000].map((ms) => offsetName(0, fixed(ms)));
    expect(odd).toEqual(["UTC+0:00:20", "UTC+9:30", "UTC−3:30", "UTC+1:00:05"]);
  });
});

test("a moment for a machine says its offset, which tells an hour that comes twice apart", () => {
  expect(formatWithOffset(at("2026-05-04T09:00"), zones("UTC"))).toBe("2026-05-04T09:00:00+00:00");
  expect(formatWithOffset(at("2026-10-25T00:30"), berlin)).toBe("2026-10-25T02:30:00+02:00");
  expect(formatWithOffset(at("2026-10-25T01:30") + 7_999, berlin)).toBe(
    "2026-10-25T02:30:07+01:00",
  );
  expect(formatWithOffset(at("2026-05-04T00:00"), zones("America/New_York"))).toBe(
    "2026-05-03T20:00:00-04:00",
  );
});
