import { expect, test } from "vitest";
import type { ImportReport } from "./import-report";
import { toText } from "./import-text";

const schedule = { zone: "UTC", layers: 1, overrides: 0, people: 1, exists: false };
const checked = { startsAt: 0, endsAt: 36e5, when: "Mon 5 Oct, 09:00–10:00", hours: 1 };

const report: ImportReport = {
  system: "PagerDuty",
  zone: "Europe/London",
  schedules: [
    {
      ...schedule,
      name: "Primary",
      notes: { shown: [{ level: "changed", what: "Layer 1.", why: "Seconds." }], more: 3 },
      proof: { kind: "same", checked },
    },
    {
      ...schedule,
      name: "Second\u001b[2Jary",
      exists: true,
      notes: { shown: [], more: 0 },
      proof: {
        kind: "differs",
        checked,
        hours: 1,
        differences: [{ ...checked, ours: ["Ada"], theirs: [] }],
        more: 0,
      },
    },
  ],
  refused: [{ name: "Old", why: "Its time zone is unknown." }],
  people: { shown: [{ name: "Ada", email: null, kind: "new", as: null }], more: 0 },
  counts: { matched: 0, new: 1, same: 0 },
};

test("a report reads as sentences, without control characters", () => {
  expect(toText(report).split("\n")).toEqual([
    "PagerDuty: 2 can come over, 1 cannot. Times in Europe/London.",
    "",
    "Primary (UTC): layers 1, overrides 0",
    "  The same as PagerDuty computed, Mon 5 Oct, 09:00–10:00: 1 h compared.",
    "  changed: Layer 1. Seconds.",
    "  and 3 more",
    "",
    "Second[2Jary (UTC): layers 1, overrides 0",
    "  Differs from what PagerDuty computed in 1 of 1 h, Mon 5 Oct, 09:00–10:00:",
    "    Mon 5 Oct, 09:00–10:00: here Ada, there nobody",
    "  A schedule of this name is here already.",
    "",
    "Old: cannot come over. Its time zone is unknown.",
    "",
    "People: 1 new, 0 here already.",
    "  Ada <no e-mail address>: new",
  ]);
});
