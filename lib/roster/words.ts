import type { Definition, Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { step } from "./apply-step";
import type { Operation } from "./operations";
import { toSheet } from "./operations-sheet";
import { describeAdd, describeMove, describeRemove } from "./words-list";
import type { Teller } from "./words-names";
import type { Names } from "./words-phrases";
import { describeSet } from "./words-set";

/**
 * One plain sentence per operation, in order. Times are in `zone`; a year is named where it differs from
 * that of `now`. `base` is what the operations apply to; throws RangeError when they do not fit.
 */
export function describe(
  operations: readonly Operation[],
  base: Definition,
  names: Names,
  zone: Zone,
  now?: Instant,
): readonly string[] {
  const sheet = toSheet(base);
  const teller: Teller = { sheet, names, zone, now };
  return operations.map((operation) => {
    const sentence = tell(operation, teller);
    step(sheet, operation);
    return sentence;
  });
}

const tell = (operation: Operation, teller: Teller): string => {
  if (operation.op === "set") return describeSet(operation, teller);
  if (operation.op === "move") return describeMove(operation, teller);
  return operation.op === "add"
    ? describeAdd(operation, teller)
    : describeRemove(operation, teller);
};
