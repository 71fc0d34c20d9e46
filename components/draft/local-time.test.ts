import { expect, test } from "vitest";
import { toZone } from "@/lib/schedule/zone";
import { fromFieldTime, mondayOf, toFieldTime } from "./local-time";

const HOUR = 3_600_000;
// Berlin's autumn of 2026: at 03:00 on 25 October the clock goes back to 02:00.
const change = Date.UTC(2026, 9, 25, 1);
const berlin = toZone({ name: "Europe/Berlin", untils: [change, null], offsets: [2 * HOUR, HOUR] });

test("goes to a field and back", () => {
  const at = Date.UTC(2026, 4, 4, 7);
  expect(toFieldTime(at, berlin)).toBe("2026-05-04T09:00");
  expect(fromFieldTime("2026-05-04T09:00", berlin, "first")).toBe(at);
});

test("a time that comes twice is its first as a start and its last as an end", () => {
  expect(fromFieldTime("2026-10-25T02:30", berlin, "first")).toBe(change - HOUR / 2);
  expect(fromFieldTime("2026-10-25T02:30", berlin, "last")).toBe(change + HOUR / 2);
});

test("is null while half filled in", () => {
  expect(fromFieldTime("", berlin, "first")).toBeNull();
  expect(fromFieldTime("2026-02-30T09:00", berlin, "first")).toBeNull();
});

test("finds the local Monday", () => {
  expect(mondayOf(Date.UTC(2026, 4, 10, 21, 59), berlin)).toBe("2026-05-04");
  expect(mondayOf(Date.UTC(2026, 4, 10, 22, 0), berlin)).toBe("2026-05-11");
});
