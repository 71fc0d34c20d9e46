import { expect, test } from "vitest";
import { HOUR } from "@/lib/schedule/calendar";
import { zones } from "@/lib/zones/table";
import { daily, dayAt, somebody } from "./example";
import { toProblem } from "./problem";
import type { Assignment, PlanInput } from "./types";
import { unmetWishes } from "./unmet";

const [ANA, BO, CHEN] = [0, 1, 2];
const people = ["ana", "bo", "chen"].map((id) => somebody(id));
const held = (...days: readonly number[]): Assignment => days.map((person) => [[person]]);
const reasons = (input: PlanInput, assignment: Assignment) =>
  unmetWishes(toProblem(input, zones), assignment, zones(input.zone)).map(({ because, rules }) => ({
    because,
    rules,
  }));
const wish = (from: number, until: number, kind: "avoids" | "prefers" = "avoids") => ({
  wishes: [
    {
      id: "w",
      person: "ana",
      kind,
      when: { startsAt: dayAt(from), endsAt: dayAt(until) },
      weight: 1,
    },
  ],
});

test("a wish over two shifts needs both given away", () => {
  const bo = somebody("bo", { away: [{ startsAt: dayAt(1), endsAt: dayAt(2) }] });
  const chen = somebody("chen", { away: [{ startsAt: dayAt(1), endsAt: dayAt(2) }] });
  const one = daily(3, [somebody("ana"), bo, chen], wish(0, 2));
  expect(reasons(one, held(ANA, ANA, BO))).toEqual([{ because: "away", rules: ["away"] }]);
  expect(reasons(daily(3, people, wish(0, 2)), held(ANA, ANA, BO))).toEqual([
    { because: "fairness", rules: [] },
  ]);
});

test("two shifts that one other person could take, but not both, are given to two", () => {
  const limits = { inARow: 1 };
  const input = daily(4, people, { ...wish(0, 2), limits });
  // Bo has the third day: beside it he may not have the second, nor both days Chen.
  expect(reasons(input, held(ANA, ANA, BO, CHEN))).toEqual([{ because: "fairness", rules: [] }]);
  const alone = daily(4, [somebody("ana"), somebody("chen")], { ...wish(0, 2), limits });
  expect(reasons(alone, held(ANA, ANA, 1, 0))).toEqual([
    { because: "limits", rules: ["in-a-row"] },
  ]);
});

test("an exchange that leaves the one who goes too little rest is none", () => {
  // Three days on call in a row are one stretch; without the middle one there is a day between two shifts.
  const limits = { restMs: 30 * HOUR };
  const input = daily(3, [somebody("ana"), somebody("bo")], { ...wish(1, 2), limits });
  expect(reasons(input, held(ANA, ANA, ANA))).toEqual([{ because: "limits", rules: ["rest"] }]);
});

test("what a roster breaks already does not stand in the way", () => {
  const input = daily(3, people, { ...wish(0, 1), limits: { inARow: 1 } });
  expect(reasons(input, held(ANA, BO, BO))).toEqual([{ because: "fairness", rules: [] }]);
});

test("somebody wished for needs one shift of the time, not all", () => {
  const ana = somebody("ana", { away: [{ startsAt: dayAt(0), endsAt: dayAt(1) }] });
  const input = daily(2, [ana, somebody("bo")], wish(0, 2, "prefers"));
  expect(reasons(input, held(BO, BO))).toEqual([{ because: "fairness", rules: [] }]);
  const away = somebody("ana", { away: [{ startsAt: dayAt(0), endsAt: dayAt(2) }] });
  expect(reasons(daily(2, [away, somebody("bo")], wish(0, 2, "prefers")), held(BO, BO))).toEqual([
    { because: "away", rules: ["away"] },
  ]);
});
