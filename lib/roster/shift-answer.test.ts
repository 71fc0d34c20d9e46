import { expect, test } from "vitest";
import { zones } from "@/lib/zones/table";
import { isoIn } from "./shift-answer";

test.each([
  ["2026-05-04T07:00:00Z", "Europe/Berlin", "2026-05-04T09:00:00+02:00"],
  ["2026-05-04T07:00:00.250Z", "UTC", "2026-05-04T07:00:00.250+00:00"],
  ["2026-12-31T20:00:59Z", "Asia/Kolkata", "2027-01-01T01:30:59+05:30"],
  ["2026-01-01T02:00:00Z", "America/St_Johns", "2025-12-31T22:30:00-03:30"],
])("%s in %s is %s, the same instant", (given, zone, local) => {
  const at = Date.parse(given);
  expect(isoIn(at, zones(zone))).toBe(local);
  expect(Date.parse(local)).toBe(at);
});
