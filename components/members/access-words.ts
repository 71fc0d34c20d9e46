import { formatInstant } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";

/** One permission that somebody holds, and why. */
export type AccessLine = {
  readonly permission: string;
  readonly label: string;
  readonly where: string;
  readonly preset: string | null;
  /** Who gave it; null for what came with founding the organisation. */
  readonly by: string | null;
  readonly at: Instant;
  readonly waits: boolean;
};

/** Why somebody holds a permission: "Copied from Scheduler, by Ada, Mon 4 May, 09:00". */
export function reasonWords(
  { preset, by, at }: Pick<AccessLine, "preset" | "by" | "at">,
  zone: Zone,
  now: Instant,
): string {
  const how = preset ? `Copied from ${preset}` : "Given alone";
  const who = by === null ? "" : `, by ${by}`;
  return `${how}${who}, ${formatInstant(at, zone, now)}`;
}
