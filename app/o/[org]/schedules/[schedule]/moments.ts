import { DAY, parseDate, parseTime } from "@/lib/schedule/calendar";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { toLocal } from "@/lib/zones/local";
import type { Asked } from "./search";

const MINUTE = 60_000;
/** The beginning of 2200: no roster lies beyond it. */
const END = 7_258_118_400_000;
const LOCAL = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::([0-5]\d(?:\.\d{1,3})?))?$/;

const NO_MOMENT = "That is no date and time between 1970 and 2200. Choose another.";
const FUTURE = "What will be known then, nobody can say yet. This is what is known now.";

/** What an address says of time: the instant asked about, and the one at which it was known. */
export type Moments = {
  readonly at: Instant | undefined;
  readonly known: Instant | undefined;
  /** What is wrong with either, in words; it is undefined then. */
  readonly problems: { readonly at?: string; readonly known?: string };
  /** Some of it comes from a form's field: its instants are another address, which is the same in every zone. */
  readonly isTyped: boolean;
};

/** A field's text in a zone. Without seconds it is a minute, of which `at` is the beginning and `known` the end. */
function readField(text: string, zone: Zone, moment: "at" | "known"): Instant | null {
  const [, date, time, seconds] = LOCAL.exec(text) ?? [];
  if (!date || !time) return null;
  try {
    const wall = parseDate(date) * DAY + parseTime(time);
    const minute = moment === "at" ? zone.first(wall) : zone.last(wall);
    if (seconds !== undefined) return minute + Math.round(Number(seconds) * 1000);
    return moment === "at" ? minute : minute + MINUTE - 1;
  } catch {
    return null; // 30 February
  }
}

function read(asked: Asked["at"], zone: Zone, moment: "at" | "known"): Instant | null | undefined {
  const instant = typeof asked === "string" ? readField(asked, zone, moment) : asked;
  return typeof instant === "number" && (instant < 0 || instant >= END) ? null : instant;
}

/** Reads the moments of an address, as written down in `zone`. What is to be known later than a minute from now is not. */
export function readMoments(asked: Pick<Asked, "at" | "known">, zone: Zone, now: Instant): Moments {
  const at = read(asked.at, zone, "at");
  const known = read(asked.known, zone, "known");
  const isFuture = typeof known === "number" && known >= now + MINUTE;
  return {
    at: at ?? undefined,
    known: isFuture ? undefined : (known ?? undefined),
    problems: {
      ...(at === null && { at: NO_MOMENT }),
      ...(known === null && { known: NO_MOMENT }),
      ...(isFuture && { known: FUTURE }),
    },
    isTyped: typeof asked.at === "string" || typeof asked.known === "string",
  };
}

/** An instant as a field's value: the minute, and its seconds where they say more. */
export function toField(instant: Instant | undefined, zone: Zone): string {
  if (instant === undefined) return "";
  const seconds = instant % MINUTE;
  const text = toLocal(instant, zone.name);
  if (seconds === 0 || seconds === MINUTE - 1) return text;
  return `${text}:${(seconds / 1000).toFixed(3).padStart(6, "0")}`;
}
