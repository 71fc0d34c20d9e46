import { HOUR } from "@/lib/schedule/calendar";
import { type Finding, findingOf, grouped, type Observed, windows } from "./observed";

/** So many exports of one member or key within an hour: programs that archive or pay take one at a time. */
const EXPORTS = 5;

/** Mass export: one member or key takes the log or hours out again and again. */
export function findExports(seen: readonly Observed[], through: number): readonly Finding[] {
  const exports = seen.filter(({ action }) => action.endsWith(".exported"));
  return [...grouped(exports, ({ actor }) => actor)].flatMap(([actor, all]) => {
    const hour = [...windows(all, through, HOUR)].findLast((one) => one.length >= EXPORTS);
    return hour ? findingOf("export", actor, hour, { count: hour.length }) : [];
  });
}
