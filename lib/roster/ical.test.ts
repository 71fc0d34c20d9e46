import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { type CalendarEvent, toCalendar } from "./ical";

const START = Date.UTC(2026, 4, 4, 7, 0, 0);
const event = (given: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid: "one@standby",
  sequence: 3,
  changedAt: START - 1000,
  startsAt: START,
  endsAt: START + 3_600_000,
  summary: "On call",
  description: "",
  url: "https://standby.example/o/lumen/schedules/1",
  ...given,
});

/** What a reader that is not ours makes of it. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return {
    name: calendar.getFirstPropertyValue("x-wr-calname"),
    events: calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one)),
  };
}

describe("a calendar", () => {
  test("says to another reader what it was made of", () => {
    const { name, events } = read(toCalendar("On call: Ana", [event(), event({ uid: "two" })]));
    expect(name).toBe("On call: Ana");
    expect(events.map(({ uid }) => uid)).toEqual(["one@standby", "two"]);
    const [first] = events;
    expect(first?.startDate.toString()).toBe("2026-05-04T07:00:00Z");
    expect(first?.endDate.toString()).toBe("2026-05-04T08:00:00Z");
    expect(first?.sequence).toBe(3);
    expect(first?.component.getFirstPropertyValue("transp")).toBe("TRANSPARENT");
  });

  test("gives any text back, in lines of at most 75 octets of whole characters", () => {
    const texts = fc.string({ unit: "grapheme", maxLength: 300 });
    fc.assert(
      fc.property(texts, texts, (summary, description) => {
        const text = toCalendar("x", [event({ summary, description })]);
        const lines = text.split("\r\n");
        expect(lines.pop()).toBe("");
        for (const line of lines) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line).not.toMatch(/[\r\n\ufffd]/);
        }
        const [back] = read(text).events;
        expect([back?.summary ?? "", back?.description ?? ""]).toEqual([summary, description]);
      }),
    );
  });

  test("cannot be broken out of", () => {
    const hostile = "x\r\nEND:VEVENT\nBEGIN:VEVENT\u0000;,\\n";
    const { events } = read(toCalendar(hostile, [event({ summary: hostile })]));
    expect(events).toHaveLength(1);
    expect(events[0]?.summary).toBe("x\nEND:VEVENT\nBEGIN:VEVENT;,\\n");
  });
});
