import { describe, expect, test } from "vitest";
import type { Override } from "@/lib/schedule/types";
import { toZone } from "@/lib/schedule/zone";
import { readForm, targetChoices, toForm } from "./override-form-state";

const zone = toZone({ name: "Europe/Berlin", untils: [null], offsets: [7_200_000] });
const span = { startsAt: Date.UTC(2026, 4, 4, 7), endsAt: Date.UTC(2026, 4, 5, 7) };
const shared = { id: "o", ...span, reason: "Holiday" };

const kinds: readonly Override[] = [
  { ...shared, kind: "add", people: ["ada"], target: { scope: "schedule" } },
  { ...shared, kind: "remove", people: ["ada", "bo"], target: { scope: "tier", id: "t" } },
  { ...shared, kind: "replace", person: "ada", by: "bo", target: { scope: "layer", id: "l" } },
  {
    ...shared,
    kind: "temporary",
    target: { scope: "override", id: "x" },
    shifts: [{ ...span, people: ["ada"], tier: "t" }],
  },
];

describe("the form of an override", () => {
  test.each(kinds.map((one) => [one.kind, one] as const))("gives a %s back", (_kind, override) => {
    expect(readForm(toForm(override, zone), "o", zone)).toEqual({ override });
  });

  test("shows times in the zone", () => {
    expect(toForm(shared.id ? (kinds[0] as Override) : (kinds[1] as Override), zone).from).toBe(
      "2026-05-04T09:00",
    );
  });

  test("a new one replaces whoever is on call there", () => {
    const form = toForm(
      { isNew: true, ...span, target: { scope: "schedule" }, person: "ada" },
      zone,
    );
    expect(form).toMatchObject({ kind: "replace", person: "ada", by: "" });
    expect(readForm(form, "o", zone)).toEqual({ errors: { by: "Choose who takes over." } });
  });

  test("says what to mend", () => {
    const form = toForm(kinds[0] as Override, zone);
    expect(readForm({ ...form, people: [] }, "o", zone)).toEqual({
      errors: { people: "Name somebody." },
    });
    expect(readForm({ ...form, until: form.from }, "o", zone)).toHaveProperty("errors.until");
    expect(readForm({ ...form, from: "" }, "o", zone)).toHaveProperty("errors.from");
    const late = toForm(kinds[3] as Override, zone);
    expect(readForm({ ...late, until: "2026-05-04T12:00" }, "o", zone)).toHaveProperty(
      "errors.shifts",
    );
  });
});

test("an override may aim only at those before it", () => {
  const definition = { zone: "UTC", tiers: [], calendars: [], overrides: kinds };
  const second = { ...kinds[1], id: "p" } as Override;
  const choices = targetChoices(
    { ...definition, overrides: [kinds[0] as Override, second] },
    "p",
    ({ id }) => id,
  );
  expect(choices.map(({ value }) => value)).toEqual(["schedule", "override:o"]);
});
