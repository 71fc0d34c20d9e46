import { expect, test } from "vitest";
import { zones } from "@/lib/zones/table";
import { reasonWords } from "./access-words";

const at = Date.UTC(2026, 4, 4, 9);
const words = (preset: string | null, by: string | null) =>
  reasonWords({ preset, by, at }, zones("UTC"), at);

test("a permission says where it came from and who gave it", () => {
  expect(words("Scheduler", "Ada")).toMatch(/^Copied from Scheduler, by Ada, .*09:00/);
  expect(words(null, "Ada")).toMatch(/^Given alone, by Ada, /);
  expect(words("Owner", null)).toMatch(/^Copied from Owner, Mon/);
});
