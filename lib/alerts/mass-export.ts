import { HOUR } from "@/lib/schedule/calendar";
import { type Finding, findingOf, grouped, type Observed, windows } from "./observed";

/** So many exports within an hour, of one member with all their keys or of one of the organisation's: programs take one at a time. */
const EXPORTS = 5;

/** Mass export: one member, also by keys of theirs, or one key of the organisation's takes the log or hours out again and again. */
export function findExports(seen: readonly Observed[], through: number): readonly Finding[] {
  const exports = seen.filter(({ action }) => action.endsWith(".exported"));
  return [...grouped(exports, ({ holder }) => holder)].flatMap(([holder, all]) => {
    const hour = [...windows(all, through, HOUR)].findLast((one) => one.length >= EXPORTS);
    if (!hour) return [];
    const what = hour.some(({ actor }) => actor !== holder) ? "key" : "";
    return findingOf("export", holder, hour, { count: hour.length, what });
  });
}
