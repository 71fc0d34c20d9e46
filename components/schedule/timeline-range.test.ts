import { describe, expect, test } from "vitest";
import { DAY, HOUR } from "@/lib/schedule/calendar";
import { toZone } from "@/lib/schedule/zone";
import { localDays } from "./local-days";
import { barTimes, commonHandoff, spanWithLength } from "./timeline-labels";
import { localDateOf, rangeTitle, timelineRange, toZoom } from "./timeline-range";

/** One hour east of UTC; clocks go forward on Sunday 29 March 2026 at 02:00. */
const SPRING = 1774746000000;
const berlin = toZone({
  name: "Europe/Berlin",
  untils: [SPRING, Number.POSITIVE_INFINITY],
  offsets: [HOUR, 2 * HOUR],
});
const MONDAY_30 = SPRING - HOUR - HOUR + DAY;

describe("timelineRange", () => {
  test("a week begins on Monday and is an hour short where clocks go forward", () => {
    const range = timelineRange("week", "2026-03-29", berlin);
    expect(range).toMatchObject({ date: "2026-03-23", previous: "2026-03-16", next: "2026-03-30" });
    expect(range.until - range.from).toBe(7 * DAY - HOUR);
  });

  test("a month begins on the 1st, and steps by months", () => {
    const range = timelineRange("month", "2026-03-31", berlin);
    expect(range).toMatchObject({ date: "2026-03-01", previous: "2026-02-01", next: "2026-04-01" });
  });

  test("titles name what is shown", () => {
    const title = (zoom: "day" | "week" | "2weeks" | "month", date: string) =>
      rangeTitle(timelineRange(zoom, date, berlin));
    expect(title("week", "2026-05-06")).toBe("4 – 10 May 2026");
    expect(title("week", "2026-04-30")).toBe("27 Apr – 3 May 2026");
    expect(title("2weeks", "2025-12-29")).toBe("29 Dec 2025 – 11 Jan 2026");
    expect(title("month", "2026-05-06")).toBe("May 2026");
    expect(title("day", "2026-05-06")).toBe("6 May 2026");
  });

  test("an unknown zoom is a week", () => {
    expect(toZoom("month")).toBe("month");
    expect(toZoom(["x"])).toBe("week");
  });
});

describe("localDays", () => {
  test("one day for each date, 23 hours long where clocks go forward, tinted where free", () => {
    const { from, until } = timelineRange("week", "2026-03-29", berlin);
    const days = localDays(berlin, from, until, ["2026-03-25"]);
    expect(days.map(({ date }) => date)).toHaveLength(7);
    expect(days.map((day) => (day.endsAt - day.startsAt) / HOUR)).toEqual([
      24, 24, 24, 24, 24, 24, 23,
    ]);
    expect(days.filter((day) => day.weekend).map(({ weekday }) => weekday)).toEqual([6, 7]);
    expect(days.filter((day) => day.holiday).map(({ date }) => date)).toEqual(["2026-03-25"]);
  });
});

describe("labels", () => {
  const nine = MONDAY_30 + 9 * HOUR - HOUR * 1;

  test("what the window cuts off is not stated", () => {
    const span = { startsAt: nine, endsAt: nine + DAY };
    const far = { from: nine - DAY, until: nine + 3 * DAY };
    expect(barTimes(span, far.from, far.until, berlin).long).toBe("Mon 09:00 – Tue 09:00");
    expect(barTimes(span, nine, far.until, berlin).long).toBe("until Tue 09:00");
    expect(barTimes(span, far.from, nine + DAY, berlin).long).toBe("from Mon 09:00");
    expect(barTimes(span, nine, nine + DAY, berlin).long).toBe("");
  });

  test("a short day says why", () => {
    const span = { startsAt: SPRING - 2 * HOUR, endsAt: SPRING + 21 * HOUR };
    expect(spanWithLength(span, berlin)).toBe(
      "Sun 29 Mar, 00:00 – Mon 30 Mar, 00:00 (23 h: clocks go forward)",
    );
  });

  test("a handoff time is named only when it is the only one", () => {
    const at = (startsAt: number) => ({ startsAt, endsAt: startsAt + HOUR });
    expect(commonHandoff([at(nine), at(nine + DAY)], nine - 1, berlin)).toBe("09:00");
    expect(commonHandoff([at(nine), at(nine + HOUR)], nine - 1, berlin)).toBeNull();
  });

  test("an instant has a local date", () => {
    expect(localDateOf(SPRING - 2 * HOUR - 1, berlin)).toBe("2026-03-28");
    expect(localDateOf(SPRING - 2 * HOUR, berlin)).toBe("2026-03-29");
  });
});
