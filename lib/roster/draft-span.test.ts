import { expect, test } from "vitest";
import { DAY } from "@/lib/schedule/calendar";
import { zones } from "@/lib/zones/table";
import { reviewSpanSchema, spanOfReview } from "./draft-span";

const berlin = zones("Europe/Berlin");
const change = Date.UTC(2026, 4, 4, 7);
const ask = (search: object) => spanOfReview(reviewSpanSchema.parse(search), change, berlin);

test("so many weeks from the first change, four where nothing is asked for", () => {
  for (const [search, weeks] of [
    [{}, 4],
    [{ weeks: "26" }, 26],
    [{ weeks: "5" }, 4],
    [{ weeks: "13", from: "", until: "" }, 13],
  ] as const) {
    expect(ask(search)).toMatchObject({
      startsAt: change,
      endsAt: change + weeks * 7 * DAY,
      problem: null,
    });
  }
});

test("whole days of the schedule's zone, both included", () => {
  expect(ask({ from: "2026-03-29", until: "2026-03-29" })).toEqual({
    first: "2026-03-29",
    last: "2026-03-29",
    startsAt: Date.UTC(2026, 2, 28, 23),
    endsAt: Date.UTC(2026, 2, 29, 22),
    weeks: null,
    problem: null,
  });
});

test("days that do not work out give weeks, and say why", () => {
  expect(ask({ from: "2026-05-04" }).problem).toContain("both days");
  expect(ask({ from: "2026-05-04", until: "2026-05-03" }).problem).toContain("before the first");
  expect(ask({ from: "2026-05-04", until: "2028-05-03" })).toMatchObject({ weeks: "4" });
});
