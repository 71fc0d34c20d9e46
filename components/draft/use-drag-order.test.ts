import { expect, test } from "vitest";
import { placeAt } from "./use-drag-order";

const rows = [
  { top: 0, bottom: 40 },
  { top: 40, bottom: 80 },
  { top: 80, bottom: 120 },
];

test.each([
  [-50, 0],
  [10, 0],
  [25, 1],
  [59, 1],
  [61, 2],
  [500, 3],
])("a pointer at %i drops before row %i", (y, place) => {
  expect(placeAt(y, rows)).toBe(place);
});
