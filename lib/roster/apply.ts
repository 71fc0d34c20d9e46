import type { Definition } from "@/lib/schedule/types";
import { step } from "./apply-step";
import type { Operation } from "./operations";
import { toDefinition, toSheet } from "./operations-sheet";

/**
 * The definition after these operations, in order. `apply(a, diff(a, b))` equals `b`.
 * Throws RangeError when one does not fit: what it names is not there, or is not as the operation says.
 */
export function apply(definition: Definition, operations: readonly Operation[]): Definition {
  const sheet = toSheet(definition);
  for (const operation of operations) step(sheet, operation);
  return toDefinition(sheet);
}

function inverse(operation: Operation): Operation {
  switch (operation.op) {
    case "set":
      return turnRound(operation);
    case "add":
      return { ...operation, op: "remove" };
    case "remove":
      return { ...operation, op: "add" };
    case "move":
      return { ...operation, from: operation.to, to: operation.from };
  }
}

const turnRound = <T extends { readonly before: unknown; readonly after: unknown }>(
  operation: T,
) => ({
  ...operation,
  before: operation.after,
  after: operation.before,
});

/** The operations that take these back: `apply(b, invert(diff(a, b)))` equals `a`. */
export const invert = (operations: readonly Operation[]): readonly Operation[] =>
  operations.map(inverse).reverse();
