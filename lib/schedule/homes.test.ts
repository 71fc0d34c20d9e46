import { describe, expect, test } from "vitest";
import { definition, layer, weekly } from "@/tests/engine/examples";
import { fillHomes, movedHomes, takeHomes } from "./homes";

const own = layer("l", weekly([["ann"], ["bob"]]), { windowsIn: "person" });
const given = definition([own, layer("other", weekly([["cem"]]))]);
const directory = (person: string) =>
  ({ ann: "Europe/Berlin", bob: "Asia/Kolkata", cem: "UTC" })[person];
const fill = () => fillHomes(given, directory);

describe("the zones that a definition carries", () => {
  test("come from the directory, for those alone whose windows are read in their own", () => {
    const filled = fill();
    expect(filled.homes).toEqual([
      { person: "ann", zone: "Europe/Berlin" },
      { person: "bob", zone: "Asia/Kolkata" },
    ]);
    expect(fillHomes(filled, directory)).toBe(filled);
    expect(fillHomes(given, () => undefined)).toBe(given);
  });

  test("stay when somebody moves house, until they are taken over", () => {
    const filled = fill();
    const later = (person: string) => (person === "ann" ? "UTC" : directory(person));
    expect(fillHomes(filled, later)).toBe(filled);
    expect(movedHomes(filled, directory)).toEqual([]);
    const moved = movedHomes(filled, later);
    expect(moved).toEqual([{ person: "ann", zone: "UTC" }]);
    expect(takeHomes(filled, moved).homes).toEqual([
      { person: "ann", zone: "UTC" },
      { person: "bob", zone: "Asia/Kolkata" },
    ]);
  });

  test("are none where there are none, and nobody moves whom the directory does not know", () => {
    const filled = fill();
    expect(movedHomes(given, directory)).toEqual([]);
    expect(takeHomes(given, [{ person: "ann", zone: "UTC" }])).toEqual(given);
    expect(movedHomes(filled, () => undefined)).toEqual([]);
  });

  test("are added for those who come later, behind those who were there", () => {
    const filled = fill();
    const joined = layer("l", weekly([["cem"], ["ann"], ["bob"]]), { windowsIn: "person" });
    const tiers = definition([joined]).tiers;
    expect(fillHomes({ ...filled, tiers }, directory).homes).toEqual([
      { person: "ann", zone: "Europe/Berlin" },
      { person: "bob", zone: "Asia/Kolkata" },
      { person: "cem", zone: "UTC" },
    ]);
  });

  test("go when nobody needs them", () => {
    const filled = fill();
    const { homes } = filled;
    expect(homes && fillHomes({ ...definition([]), homes }, directory)).toEqual(definition([]));
  });
});
