import { describe, expect, test } from "vitest";
import { zonesFrom } from "@/lib/schedule/zone";
import { fromLocal, toLocal } from "./local";
import { isZone, zoneData, zones, zonesVersion } from "./table";

const NAMES = [
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "America/Vancouver",
  "UTC",
];

describe("the rules of time zones", () => {
  test("are less than a year old", () => {
    const year = Number(zonesVersion.slice(0, 4));
    expect(new Date().getUTCFullYear() - year).toBeLessThanOrEqual(1);
  });

  test("know that Vancouver keeps summer time from 2026 on, which Node 20 does not", () => {
    expect(zones("America/Vancouver").offsetAt(Date.UTC(2026, 11, 1))).toBe(-7 * 3_600_000);
  });

  test("are the same in a browser, through JSON, up to 2100", () => {
    const sent = zonesFrom(JSON.parse(JSON.stringify(zoneData(NAMES))));
    for (const name of NAMES) {
      for (let at = Date.UTC(1975); at < Date.UTC(2100); at += 13 * 86_400_000 + 1_234_567) {
        expect(sent(name).offsetAt(at)).toBe(zones(name).offsetAt(at));
      }
    }
  });

  test("an unknown name is refused", () => {
    expect(isZone("Mars/Olympus")).toBe(false);
    expect(() => zones("Mars/Olympus")).toThrow(RangeError);
  });
});

describe("a form's date and time", () => {
  test("comes back as it was typed", () => {
    expect(toLocal(fromLocal("2026-05-04T09:00", "Europe/Berlin"), "Europe/Berlin")).toBe(
      "2026-05-04T09:00",
    );
  });

  test("that comes twice means its first or its last occurrence", () => {
    const first = fromLocal("2026-10-25T02:30", "Europe/Berlin");
    expect(fromLocal("2026-10-25T02:30", "Europe/Berlin", "last") - first).toBe(3_600_000);
  });
});
