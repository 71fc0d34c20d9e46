import type { Access } from "@/lib/members/access";
import { formatInstant } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";

/** Why somebody holds a permission: "Copied from Scheduler, by Ada, Mon 4 May, 09:00". */
export function reasonWords(
  { preset, by, at }: Pick<Access, "preset" | "by" | "at">,
  zone: Zone,
  now: Instant,
): string {
  const how = preset ? `Copied from ${preset}` : "Given alone";
  const who = by === null ? "" : `, by ${by}`;
  return `${how}${who}, ${formatInstant(at, zone, now)}`;
}
