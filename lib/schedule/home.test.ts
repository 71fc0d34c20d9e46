import { describe, expect, test } from "vitest";
import { day, definition, layer, ORIGIN, office, say, weekly } from "@/tests/engine/examples";
import { zones } from "@/tests/engine/zones";
import { compile, current } from "./compile";
import type { Definition, Layer, Override } from "./types";

const homes = [
  { person: "ann", zone: "Europe/Berlin" },
  { person: "bob", zone: "America/New_York" },
];
const athome = (groups: readonly (readonly string[])[], more: Partial<Layer> = {}): Layer =>
  layer("l", weekly(groups), { windows: [office], windowsIn: "person", ...more });
const below = layer("below", weekly([["dia"]]), { priority: -1 });
const on = (which: number, given: Definition): string[] =>
  compile(current(given), zones)
    .resolve(ORIGIN + day(which), ORIGIN + day(which + 1))
    .map(say);

describe("windows in each person's own zone", () => {
  test("nine to five is another time for each; between and outside, lower layers show", () => {
    const given = { ...definition([athome([["ann", "bob"]]), below]), homes };
    expect(on(1, given)).toEqual([
      "Tue 00:00-Tue 07:00 dia",
      "Tue 07:00-Tue 15:00 ann",
      "Tue 13:00-Tue 21:00 bob",
      "Tue 21:00-Wed 00:00 dia",
    ]);
  });

  test("without an entry it is the layer's zone, and so it is without windows of one's own", () => {
    const given = { ...definition([athome([["ann", "cem"]], { zone: "Asia/Kolkata" })]), homes };
    expect(on(1, given)).toEqual(["Tue 03:30-Tue 11:30 cem", "Tue 07:00-Tue 15:00 ann"]);
    const { windowsIn: _, ...shared } = athome([["ann"]]);
    expect(on(1, { ...definition([shared]), homes })).toEqual(["Tue 09:00-Tue 17:00 ann"]);
  });

  test("handoffs stay in the layer's zone, whoever has the turn", () => {
    const given = { ...definition([athome([["ann"], ["bob"]])]), homes };
    // Monday 11 May, 09:00Z: Ann, who came at 07:00Z, hands over; Bob comes at 13:00Z.
    expect(on(7, given)).toEqual(["Mon 07:00-Mon 09:00 ann", "Mon 13:00-Mon 21:00 bob"]);
  });

  test("a turn of people elsewhere leaves the hours of the layer's zone to lower layers", () => {
    const given = { ...definition([athome([["bob"], ["cem"]]), below]), homes };
    expect(on(1, given)).toEqual([
      "Tue 00:00-Tue 13:00 dia",
      "Tue 13:00-Tue 21:00 bob",
      "Tue 21:00-Wed 00:00 dia",
    ]);
  });

  test("without windows there is nothing to read in a zone of one's own", () => {
    const given = { ...definition([athome([["ann", "bob"]], { windows: [] })]), homes };
    expect(on(1, given)).toEqual(["Tue 00:00-Wed 00:00 ann+bob"]);
  });

  test("a definition without zones of people reads them in the layer's", () => {
    expect(on(1, definition([athome([["ann"]])]))).toEqual(["Tue 09:00-Tue 17:00 ann"]);
  });

  test("people who begin together come by their zones' names, the layer's own first", () => {
    const there = ["bob", "cem", "ann"].map((person, i) => ({
      person,
      zone: ["Europe/Berlin", "UTC", "Africa/Monrovia"][i] ?? "",
    }));
    const allDay = { days: office.days, start: "00:00", end: "00:00", endsAfterDays: 3 };
    const given = {
      ...definition([athome([["bob", "cem", "ann"]], { windows: [allDay] })]),
      homes: there,
    };
    expect(on(2, given)).toEqual([
      "Wed 00:00-Thu 00:00 cem",
      "Wed 00:00-Thu 00:00 ann",
      "Wed 00:00-Thu 00:00 bob",
    ]);
  });

  test("a turn that is empty on purpose covers in the layer's zone only", () => {
    const given = { ...definition([athome([["ann", "bob"], []]), below]), homes };
    expect(on(8, given)).toEqual(["Tue 00:00-Tue 09:00 dia", "Tue 17:00-Wed 00:00 dia"]);
  });

  test("a temporary schedule for the layer stands in its place once", () => {
    const [startsAt, endsAt] = [ORIGIN + day(1), ORIGIN + day(2)];
    const temporary: Override = {
      id: "o",
      kind: "temporary",
      target: { scope: "layer", id: "l" },
      startsAt,
      endsAt,
      shifts: [{ startsAt, endsAt, people: ["eva"] }],
    };
    const given = { ...definition([athome([["ann", "bob"]])]), homes, overrides: [temporary] };
    expect(on(1, given)).toEqual(["Tue 00:00-Wed 00:00 eva"]);
  });

  test("a zone that does not exist is a RangeError", () => {
    const given = { ...definition([athome([["ann"]])]), homes: [{ person: "ann", zone: "Mars" }] };
    expect(() => on(1, given)).toThrow(RangeError);
  });
});
