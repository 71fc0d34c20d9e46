import { describe, expect, test } from "vitest";
import { compile } from "@/lib/schedule/compile";
import type { Definition, Layer, Override, Revision, Tier } from "@/lib/schedule/types";
import { zones } from "@/lib/zones/table";
import { explain } from "./explain";
import { explainNobody } from "./explain-gap";

const berlin = zones("Europe/Berlin");
const names = (id: string): string => id.charAt(0).toUpperCase() + id.slice(1);
/** A local time in Berlin. */
const at = (text: string): number => berlin.first(Date.parse(`${text}Z`));

const office = { days: [1, 2, 3, 4, 5], start: "09:00", end: "17:00", endsAfterDays: 0 } as const;
const weekly: Layer = {
  id: "weekly",
  name: "Weekly",
  priority: 0,
  windows: [],
  rotation: {
    unit: "week",
    every: 1,
    anchor: { date: "2026-05-04", time: "09:00", turn: 0 },
    turns: [
      { id: "t1", people: ["ada"] },
      { id: "t2", people: ["bo"] },
    ],
  },
};
const daily: Layer = {
  ...weekly,
  id: "daily",
  name: "Daily",
  rotation: { ...weekly.rotation, unit: "day" },
};
const nobody: Layer["rotation"]["turns"] = [{ id: "t1", people: [] }];

const roster = (layers: readonly Layer[], more: Partial<Definition> = {}): Definition => ({
  zone: "Europe/Berlin",
  tiers: [{ id: "tier", name: "Primary", cover: "always", layers }],
  overrides: [],
  calendars: [{ id: "c", name: "Berlin", days: [{ date: "2026-05-14", name: "Ascension Day" }] }],
  ...more,
});
const revisionOf = (definition: Definition, number = 1, from = 0): Revision => ({
  number,
  from,
  definition,
});
const override = (
  from: string,
  until: string,
): Pick<Override, "id" | "target" | "startsAt" | "endsAt"> => ({
  id: "o",
  target: { scope: "schedule" },
  startsAt: at(from),
  endsAt: at(until),
});

/** The first shift at an instant, in words. */
const why = (revisions: readonly Revision[], instant: string, reader = "Europe/Berlin"): string => {
  const [shift] = compile(revisions, zones).shiftsAt(at(instant));
  return shift
    ? explain(shift, { revisions, facts: undefined, names, zone: zones(reader), now: at(instant) })
    : "nobody";
};
const whyIn = (definition: Definition, instant: string, reader?: string): string =>
  why([revisionOf(definition)], instant, reader);

describe("why a shift is what it is", () => {
  test("a turn as it comes", () => {
    expect(whyIn(roster([weekly]), "2026-05-05T12:00")).toBe(
      "Layer “Weekly”, turn 1 of 2; revision 1.",
    );
  });

  test("the layer's hours, in its own zone and by the reader's clock", () => {
    const layer = { ...weekly, windows: [office] };
    expect(whyIn(roster([layer]), "2026-05-05T12:00", "Asia/Kolkata")).toBe(
      "Layer “Weekly”, turn 1 of 2, on call Mon–Fri 09:00–17:00 in Europe/Berlin, 12:30–20:30 by your clock; revision 1.",
    );
    const abroad = { ...layer, zone: "America/New_York" };
    expect(whyIn(roster([abroad]), "2026-05-05T18:00")).toContain(
      ", on call Mon–Fri 09:00–17:00 in America/New York, 15:00–23:00 by your clock;",
    );
  });

  test("of several hours, those that are open", () => {
    const night = { days: [6], start: "20:00", end: "08:00", endsAfterDays: 1 } as const;
    const layer = { ...weekly, windows: [office, night] };
    expect(whyIn(roster([layer]), "2026-05-10T03:00")).toContain(
      ", on call Sat 20:00–08:00 the next day in Europe/Berlin;",
    );
  });

  test("days that count, and the holidays on which a layer works", () => {
    const days = { ...daily, rotation: { ...daily.rotation, weekdays: [1, 3] as const } };
    expect(whyIn(roster([days]), "2026-05-06T12:00")).toContain(", turns on Mon and Wed only;");
    const festive = { ...weekly, holidays: { calendar: "c", mode: "only" as const } };
    expect(whyIn(roster([festive]), "2026-05-14T12:00")).toContain(
      ", for the holiday Ascension Day;",
    );
  });

  test("a holiday that cuts a shift, on both sides of it", () => {
    const rests = { ...weekly, holidays: { calendar: "c", mode: "off" as const } };
    expect(whyIn(roster([rests]), "2026-05-13T12:00")).toContain(
      ", until the holiday Ascension Day;",
    );
    expect(whyIn(roster([rests]), "2026-05-15T12:00")).toContain(
      ", after the holiday Ascension Day;",
    );
  });

  test("a layer above it that takes over, and gives back", () => {
    const above = { ...daily, name: "Office", priority: 1, windows: [office] };
    const both = roster([weekly, above]);
    expect(whyIn(both, "2026-05-05T03:00")).toContain(
      "Layer “Weekly”, turn 1 of 2, after layer “Office”, until layer “Office” takes over;",
    );
  });

  test("the layer's own beginning and end", () => {
    const layer = { ...weekly, from: at("2026-05-05T12:00"), until: at("2026-05-06T12:00") };
    expect(whyIn(roster([layer]), "2026-05-06T03:00")).toContain(
      ", since the layer’s beginning, until the layer’s end;",
    );
  });

  test("an override that cuts it, and one that made it", () => {
    const overrides: Override[] = [
      {
        ...override("2026-05-05T12:00", "2026-05-06T12:00"),
        kind: "replace",
        person: "ada",
        by: "cy",
        reason: "dentist",
      },
    ];
    const changed = roster([weekly], { overrides });
    expect(whyIn(changed, "2026-05-05T10:00")).toContain(", until the override Cy instead of Ada;");
    expect(whyIn(changed, "2026-05-05T13:00")).toBe(
      "Layer “Weekly”, turn 1 of 2; override: Cy instead of Ada (dentist); revision 1.",
    );
    expect(whyIn(changed, "2026-05-07T13:00")).toContain(", after the override Cy instead of Ada;");
  });

  test("a revision that cuts it", () => {
    const later = roster([{ ...weekly, id: "other", name: "Other" }]);
    const both = [revisionOf(roster([weekly])), revisionOf(later, 2, at("2026-05-06T12:00"))];
    expect(why(both, "2026-05-06T10:00")).toContain("“Weekly”, turn 1 of 2, until revision 2;");
    expect(why(both, "2026-05-06T13:00")).toContain("“Other”, turn 1 of 2, since revision 2;");
  });

  test("a length unlike the usual one", () => {
    expect(whyIn(roster([daily]), "2026-03-28T12:00")).toMatch(
      /\. It lasts 23 h instead of 24 h: clocks go forward 1 h on Sun 29 Mar, to 03:00\.$/,
    );
    expect(whyIn(roster([daily]), "2026-10-24T12:00")).toMatch(
      /\. It lasts 25 h instead of 24 h: clocks go back 1 h on Sun 25 Oct, to 02:00\.$/,
    );
    expect(whyIn(roster([weekly]), "2026-03-28T12:00")).toContain(
      "It lasts 6 d 23 h instead of 7 d: ",
    );
  });

  test("clocks that the reader does not live by, and the reader's own", () => {
    expect(whyIn(roster([daily]), "2026-03-28T12:00", "Asia/Kolkata")).toMatch(
      /It lasts 23 h instead of 24 h: clocks in Europe\/Berlin go forward 1 h on Sun 29 Mar, to 03:00\.$/,
    );
    expect(whyIn(roster([weekly]), "2026-03-08T12:00", "America/New_York")).toMatch(
      /revision 1\. Your clocks go forward 1 h on Sun 8 Mar, to 03:00\.$/,
    );
  });

  test("an override that moved with its turn cuts where it lies now", () => {
    const follows = { layer: "daily", turn: "t2" };
    // Asked for Bo's turn from noon; his turn begins at 09:00 now.
    const moved: Override = {
      ...override("2026-05-05T12:00", "2026-05-06T12:00"),
      follows,
      kind: "replace",
      person: "bo",
      by: "cy",
    };
    const half = { ...daily, windows: [], from: at("2026-05-01T09:00") };
    const above: Layer = {
      ...weekly,
      id: "long",
      name: "Long",
      rotation: { ...weekly.rotation, turns: [{ id: "x", people: ["bo"] }] },
    };
    expect(whyIn(roster([half, above], { overrides: [moved] }), "2026-05-05T13:00")).toContain(
      "override: Cy instead of Bo",
    );
    const after = roster([above, half], { overrides: [moved] });
    const [shift] = compile([revisionOf(after)], zones)
      .shiftsAt(at("2026-05-06T13:00"))
      .filter(({ because }) => because.layer === "long");
    const told = shift
      ? explain(shift, {
          revisions: [revisionOf(after)],
          facts: undefined,
          names,
          zone: berlin,
          now: at("2026-05-06T13:00"),
        })
      : "nobody";
    expect(shift?.startsAt).toBe(at("2026-05-06T09:00"));
    expect(told).toContain(", after the override Cy instead of Bo;");
  });
});

describe("why nobody is on call", () => {
  const none = (definition: Definition, instant: string): string =>
    explainNobody("tier", at(instant), {
      revisions: [revisionOf(definition)],
      names,
      zone: berlin,
    });
  const noon = "2026-05-05T12:00";
  const cleared: Override = {
    ...override("2026-05-05T00:00", "2026-05-06T00:00"),
    kind: "temporary",
    shifts: [],
    reason: "moving house",
  };
  const removed: Override = { ...cleared, kind: "remove", people: ["ada"] };
  const unrelated: Override = { ...removed, id: "x", startsAt: 0, endsAt: 1 };

  test.each<[string, Definition, string, string]>([
    [
      "an override that clears",
      roster([weekly], { overrides: [cleared] }),
      noon,
      "Nobody, by override: a temporary schedule with nobody on call (moving house).",
    ],
    [
      "an override that removes",
      roster([weekly], { overrides: [unrelated, removed] }),
      noon,
      "Nobody, by override: without Ada (moving house).",
    ],
    [
      "a turn left empty",
      roster([{ ...weekly, rotation: { ...weekly.rotation, turns: nobody } }]),
      noon,
      "Nobody, on purpose: turn 1 of 1 of layer “Weekly” is empty.",
    ],
    ["no layer", roster([]), noon, "Nobody, because no layer covers this tier."],
    [
      "hours that are over",
      roster([{ ...weekly, windows: [office] }]),
      "2026-05-05T20:00",
      "Nobody, because layer “Weekly” is outside its hours, Mon–Fri 09:00–17:00 in Europe/Berlin.",
    ],
    [
      "no turns",
      roster([{ ...weekly, rotation: { ...weekly.rotation, turns: [] } }]),
      noon,
      "Nobody, because layer “Weekly” has no turns.",
    ],
    [
      "a holiday",
      roster([{ ...weekly, holidays: { calendar: "c", mode: "off" } }]),
      "2026-05-14T12:00",
      "Nobody, because layer “Weekly” rests on the holiday Ascension Day.",
    ],
    [
      "no holiday",
      roster([{ ...weekly, holidays: { calendar: "c", mode: "only" } }]),
      noon,
      "Nobody, because layer “Weekly” works on the holidays of “Berlin” only.",
    ],
    [
      "a day left out",
      roster([{ ...daily, rotation: { ...daily.rotation, weekdays: [1] } }]),
      noon,
      "Nobody, because layer “Daily” rests on this weekday.",
    ],
    [
      "layers that have not begun or have ended",
      roster([
        { ...weekly, from: at("2026-06-01T00:00") },
        { ...daily, until: at("2026-05-01T00:00") },
      ]),
      noon,
      "Nobody, because layer “Weekly” has not begun yet and layer “Daily” has ended.",
    ],
  ])("%s", (_, definition, instant, words) => {
    const tier: Tier["id"] = "tier";
    const held = compile([revisionOf(definition)], zones).onCallAt(at(instant));
    expect(held.filter((entry) => entry.tier === tier)).toEqual([]);
    expect(none(definition, instant)).toBe(words);
  });

  test("nothing published yet", () => {
    const later = [revisionOf(roster([weekly]), 1, at("2026-06-01T00:00"))];
    expect(explainNobody("tier", at(noon), { revisions: later, names, zone: berlin })).toBe(
      "Nothing was published yet.",
    );
  });

  test("by an override that moved with its turn", () => {
    const moved: Override = {
      ...removed,
      follows: { layer: "daily", turn: "t1" },
      startsAt: at("2026-05-06T12:00"),
      endsAt: at("2026-05-07T12:00"),
    };
    const before = none(roster([daily], { overrides: [moved] }), "2026-05-06T10:00");
    expect(before).toBe("Nobody, by override: without Ada (moving house).");
  });
});
