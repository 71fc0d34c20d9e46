import { expect, test, vi } from "vitest";
import { report } from "./report";

test("the line of a fault holds the id that whoever met it was told, whatever digits it is of", () => {
  const lines: string[] = [];
  const write = vi.spyOn(process.stderr, "write").mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  const told = Array.from({ length: 1_000 }, () => report(new Error("x")));
  write.mockRestore();
  expect(lines.map((line) => JSON.parse(line).id)).toEqual(told);
  expect(new Set(told).size).toBeGreaterThan(990);
});
