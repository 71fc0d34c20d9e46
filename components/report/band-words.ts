import type { Band } from "@/lib/schedule/bands";
import { HOUR } from "@/lib/schedule/calendar";

/** The bands in the order in which bars and tables show them. */
export const bandNames: readonly { readonly band: Band; readonly name: string }[] = [
  { band: "weekday", name: "Weekday" },
  { band: "night", name: "Night" },
  { band: "weekend", name: "Weekend" },
  { band: "holiday", name: "Holiday" },
];

/** At most one decimal: "62", "62.5". */
export const decimal = (value: number): string => String(Math.round(value * 10) / 10);

/** Milliseconds as hours: "62.5". */
export const hours = (ms: number): string => decimal(ms / HOUR);

/** A part of a whole: "38 %". */
export const percent = (part: number): string => `${Math.round(100 * part)} %`;
