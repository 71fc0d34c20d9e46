/** The same arithmetic as a rotation of the engine, done with luxon, which asks the machine's Intl: another peer. */
import { DateTime } from "luxon";

const zone = "America/Chicago";

/** Whose turn of five it is in a daily rotation that began at 09:00 on a date. */
export const turnAt = (started: string, at: number): number => {
  const now = DateTime.fromMillis(at, { zone });
  const { days } = now.diff(DateTime.fromISO(`${started}T09:00`, { zone }), "days");
  return ((Math.floor(days) % 5) + 5) % 5;
};

/** How many handoffs of it lie in `[from, until)`, each of them worked out. */
export const handoffsIn = (from: number, until: number): number => {
  let day = DateTime.fromMillis(from, { zone }).set({ hour: 9, minute: 0, second: 0 });
  let count = 0;
  for (; day.toMillis() < until; day = day.plus({ days: 1 })) {
    count += day.toMillis() >= from ? 1 : 0;
  }
  return count;
};
