import type { Instant, Interval } from "@/lib/schedule/types";

/** One entry of a calendar. `uid` stays the same as long as it is the same entry; `sequence` grows with its changes. */
export type CalendarEvent = Interval & {
  readonly uid: string;
  readonly sequence: number;
  readonly changedAt: Instant;
  readonly summary: string;
  readonly description: string;
  readonly url: string;
};

const LINE = 75;

/** RFC 5545, 3.3.11. Signs that no text may hold are left out. */
const escaped = (text: string): string =>
  text
    .replace(/\r\n?/g, "\n")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is left out
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")
    .replace(/[\\;,]/g, "\\$&")
    .replace(/\n/g, "\\n");

const utc = (at: Instant): string => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, "");

/** RFC 5545, 3.1: at most 75 octets in a line, whole characters; what follows begins with a space. */
function folded(line: string): string {
  let [length, text] = [0, ""];
  for (const character of line) {
    const octets = Buffer.byteLength(character);
    if (length + octets > LINE) {
      text += "\r\n ";
      length = 1;
    }
    text += character;
    length += octets;
  }
  return text;
}

const eventLines = (event: CalendarEvent): string[] => [
  "BEGIN:VEVENT",
  `UID:${escaped(event.uid)}`,
  `DTSTAMP:${utc(event.changedAt)}`,
  `LAST-MODIFIED:${utc(event.changedAt)}`,
  `SEQUENCE:${event.sequence}`,
  `DTSTART:${utc(event.startsAt)}`,
  `DTEND:${utc(event.endsAt)}`,
  `SUMMARY:${escaped(event.summary)}`,
  `DESCRIPTION:${escaped(event.description)}`,
  `URL:${event.url}`,
  // Somebody on call is not busy.
  "TRANSP:TRANSPARENT",
  "END:VEVENT",
];

/** A calendar of RFC 5545, with instants in UTC, which needs no time zones. Equal events give equal text. */
export function toCalendar(name: string, events: readonly CalendarEvent[]): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Standby//Standby//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
    ...events.flatMap(eventLines),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}
