/** The same arithmetic as a rotation of the engine, done with a library for dates: the peer to be compared with. */
import { Temporal } from "temporal-polyfill";

const ZONE = "America/Chicago";
const TIME = Temporal.PlainTime.from("09:00");

/** Whose turn of five it is in a daily rotation that began on a date. */
export const turnAt = (started: string, at: number): number => {
  const now = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE);
  const beforeHandoff = Temporal.PlainTime.compare(now.toPlainTime(), TIME) < 0 ? 1 : 0;
  const { days } = Temporal.PlainDate.from(started).until(now.toPlainDate());
  return (((days - beforeHandoff) % 5) + 5) % 5;
};

/** How many handoffs of it lie in `[from, until)`, each of them worked out. */
export const handoffsIn = (from: number, until: number): number => {
  let day = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(ZONE).toPlainDate();
  let count = 0;
  for (let at = from; at < until; day = day.add({ days: 1 })) {
    at = day.toZonedDateTime({ timeZone: ZONE, plainTime: TIME }).epochMilliseconds;
    count += at >= from && at < until ? 1 : 0;
  }
  return count;
};
