import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { compile, current, type Roster } from "@/lib/schedule/compile";
import type { Definition } from "@/lib/schedule/types";
import type { Zones } from "@/lib/schedule/zone";

const collect = (): void => {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
};

/** Bytes of heap that a compiled schedule takes beside its definition, which is shared. */
export const bytesPerRoster = (definition: Definition, zones: Zones, count: number): number => {
  const kept: Roster[] = [];
  const revisions = current(definition);
  compile(revisions, zones).onCallAt(0);
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < count; i += 1) {
    const roster = compile(revisions, zones);
    roster.onCallAt(0);
    kept.push(roster);
  }
  collect();
  const after = process.memoryUsage().heapUsed;
  return (after - before) / kept.length;
};
