import { afterEach, expect, test, vi } from "vitest";
import { compile, current } from "@/lib/schedule/compile";
import { realistic } from "../bench/rosters";
import { zones } from "./zones";

afterEach(() => vi.unstubAllGlobals());

const forbidden = (): never => {
  throw new Error("the engine asked the machine what time it is");
};

test("a roster is compiled and resolved without the machine's clock, Date or Intl", () => {
  const from = Date.UTC(2026, 0, 1);
  const until = Date.UTC(2027, 0, 1);
  const definition = realistic(from);
  vi.stubGlobal(
    "Date",
    new Proxy(Date, { apply: forbidden, construct: forbidden, get: forbidden }),
  );
  vi.stubGlobal("Intl", new Proxy(Intl, { get: forbidden }));
  const roster = compile(current(definition), zones);
  const found = [
    roster.resolve(from, until).length,
    roster.onCallAt(from).length,
    roster.shiftsAt(from).length,
    roster.nextChange(from),
  ];
  vi.unstubAllGlobals();
  expect(found).toEqual([expect.any(Number), 4, 4, expect.any(Number)]);
  expect(found[0]).toBeGreaterThan(2_000);
});
