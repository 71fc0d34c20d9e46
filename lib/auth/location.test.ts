import { expect, test } from "vitest";
import { locationIn } from "./location";

const NAMES = ["cf-ipcountry", "cf-iplatitude", "cf-iplongitude"];
const london = { "cf-ipcountry": "gb", "cf-iplatitude": "51.5", "cf-iplongitude": "-0.12" };
const read = (sent: Record<string, string>, names = NAMES) => locationIn(new Headers(sent), names);

test("a country and a point are read", () => {
  expect(read(london)).toEqual({ country: "GB", point: { latitude: 51.5, longitude: -0.12 } });
});

test("a country alone, where no point is named, sent or possible", () => {
  expect(read(london, ["cf-ipcountry"])).toEqual({ country: "GB", point: null });
  expect(read({ "cf-ipcountry": "GB" })).toEqual({ country: "GB", point: null });
  expect(read({ ...london, "cf-iplatitude": "91" })).toEqual({ country: "GB", point: null });
  expect(read({ ...london, "cf-iplongitude": "west" })).toEqual({ country: "GB", point: null });
});

test.each(["", "XX", "T1", "Britain", "G8"])("%j is no country", (code) => {
  expect(read({ ...london, "cf-ipcountry": code })).toBeNull();
});

test("without names of headers nothing is read", () => {
  expect(read(london, [])).toBeNull();
});
