import { describe, expect, test } from "vitest";
import { compile } from "@/lib/schedule/compile";
import type { Definition } from "@/lib/schedule/types";
import { zones } from "@/lib/zones/table";
import { explain } from "./explain";
import type { RevisionFacts } from "./schedule-queries-history";

const berlin = zones("Europe/Berlin");
const at = Date.UTC(2026, 2, 24, 12);

const definition: Definition = {
  zone: "Europe/Berlin",
  tiers: [
    {
      id: "t1",
      name: "Primary",
      cover: "always",
      layers: [
        {
          id: "l1",
          name: "Weekly",
          priority: 1,
          windows: [],
          rotation: {
            unit: "week",
            every: 1,
            anchor: { date: "2026-03-23", time: "09:00", turn: 1 },
            turns: [
              { id: "u1", people: ["ada"] },
              { id: "u2", people: ["bo"] },
            ],
          },
        },
      ],
    },
  ],
  overrides: [
    {
      id: "o1",
      kind: "replace",
      target: { scope: "schedule" },
      startsAt: Date.UTC(2026, 2, 28),
      endsAt: Date.UTC(2026, 2, 30),
      person: "bo",
      by: "cy",
      reason: "wedding",
    },
    {
      id: "o2",
      kind: "add",
      target: { scope: "schedule" },
      startsAt: Date.UTC(2026, 2, 25),
      endsAt: Date.UTC(2026, 2, 26),
      people: ["dee"],
    },
  ],
  calendars: [],
};

const facts: RevisionFacts = {
  number: 7,
  holdsFrom: Date.UTC(2026, 2, 20, 8),
  publishedBy: "Dan",
  emergency: false,
  approvedBy: ["Cara"],
  draft: { id: "d", title: "Spring", kind: "edit" },
};

const names: Record<string, string> = { ada: "Ada", bo: "Bo", cy: "Cy", dee: "Dee" };

function why(instant: number, some: Partial<RevisionFacts> = {}): string[] {
  const roster = compile([{ number: 7, from: 0, definition }], zones);
  return roster.shiftsAt(instant).map((shift) =>
    explain(shift, {
      revisions: [{ number: 7, from: 0, definition }],
      facts: { ...facts, ...some },
      names: (id) => names[id] ?? id,
      zone: berlin,
      now: at,
    }),
  );
}

describe("why somebody is on call", () => {
  test("the layer, the turn of how many, the revision and who stood for it", () => {
    expect(why(at)).toEqual([
      "Layer “Weekly”, turn 2 of 2, until the override Cy instead of Bo; revision 7, “Spring”, approved by Cara, published by Dan on Fri 20 Mar, 09:00.",
    ]);
  });

  test("an override with its reason, and the clock change inside", () => {
    expect(why(Date.UTC(2026, 2, 29))).toEqual([
      "Layer “Weekly”, turn 2 of 2; override: Cy instead of Bo (wedding); revision 7, “Spring”, approved by Cara, " +
        "published by Dan on Fri 20 Mar, 09:00. Clocks go forward 1 h on Sun 29 Mar, to 03:00.",
    ]);
  });

  test("somebody whom only an override put there", () => {
    expect(why(Date.UTC(2026, 2, 25, 1))[1]).toMatch(/^By override: Dee as well; revision 7,/);
  });

  test("an emergency says so, and who looked at it afterwards", () => {
    const [before] = why(at, { emergency: true, approvedBy: [] });
    expect(before).toMatch(/“Spring”, published without review by Dan on Fri 20 Mar, 09:00\.$/);
    const [after] = why(at, { emergency: true });
    expect(after).toMatch(
      /published without review by Dan on Fri 20 Mar, 09:00, approved by Cara afterwards\.$/,
    );
  });
});
