import { expect, test } from "vitest";
import { compile } from "@/lib/schedule/compile";
import type { Definition, Layer } from "@/lib/schedule/types";
import { zones } from "@/lib/zones/table";
import { answerAt } from "./now-answer";
import { whyNow } from "./now-why";

const monday = Date.UTC(2026, 4, 4, 9);
const layer = (id: string, person: string): Layer => ({
  id,
  name: id,
  priority: 0,
  windows: [],
  rotation: {
    unit: "week",
    every: 1,
    anchor: { date: "2026-05-04", time: "09:00", turn: 0 },
    turns: [{ id, people: person ? [person] : [] }],
  },
});
const ask = (layers: readonly Layer[], more: Partial<Definition> = {}) => {
  const tier = { id: "t", name: "Primary", cover: "always", layers } as const;
  const definition = { zone: "UTC", tiers: [tier], overrides: [], calendars: [], ...more };
  const revision = { number: 3, from: 0, definition };
  const [found] = answerAt({ revision, roster: compile([revision], zones) }, monday).tiers;
  return (names: (id: string) => string) =>
    found ? whyNow(found, revision, { names, zone: zones("UTC"), now: monday }) : [];
};
const plain = (id: string): string => id;

test("a sentence for each shift, with who it is about where there are several", () => {
  expect(ask([layer("Weekly", "Ada")])(plain)).toEqual([
    "Layer “Weekly”, turn 1 of 1; revision 3.",
  ]);
  expect(ask([layer("One", "Ada"), layer("Two", "Bo")])(plain)).toEqual([
    "Ada: Layer “One”, turn 1 of 1; revision 3.",
    "Bo: Layer “Two”, turn 1 of 1; revision 3.",
  ]);
});

test("nobody, where somebody must be", () => {
  expect(ask([layer("Weekly", "")])(plain)).toEqual([
    "Nobody, on purpose: turn 1 of 1 of layer “Weekly” is empty.",
  ]);
});

test("what is kept follows a new name", () => {
  const target = { scope: "schedule" } as const;
  const span = { startsAt: monday - 1, endsAt: monday + 1 };
  const swap = { id: "o", kind: "replace", target, ...span, person: "Ada", by: "Bo" } as const;
  const words = ask([layer("Weekly", "Ada")], { overrides: [swap] });
  expect(words(plain)[0]).toContain("override: Bo instead of Ada;");
  expect(words((id) => `${id} Z`)[0]).toContain("override: Bo Z instead of Ada Z;");
});
