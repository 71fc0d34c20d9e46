import "server-only";
import moment from "moment-timezone";
import { toZone, type Zone, type ZoneData, type Zones } from "@/lib/schedule/zone";

/**
 * The rules of every time zone, from moment-timezone's data and never from Intl: Node 20's are an hour
 * wrong in several zones from autumn 2026. After the data's last change (2499) its offset holds.
 */
const data = new Map<string, ZoneData | null>();
const tables = new Map<string, Zone>();

function read(name: string): ZoneData | null {
  const known = data.get(name);
  if (known !== undefined) return known;
  const source = moment.tz.zone(name);
  const rules = source && {
    name,
    untils: source.untils.map((until) => until ?? Number.POSITIVE_INFINITY),
    offsets: source.offsets.map((minutesWest) => 0 - Math.round(minutesWest * 60) * 1000),
  };
  data.set(name, rules);
  return rules;
}

export const zonesVersion: string = moment.tz.dataVersion;
export const zoneNames: readonly string[] = moment.tz
  .names()
  .filter((name) => name.includes("/") || name === "UTC");

export function isZone(name: string): boolean {
  return name.length <= 64 && read(name) !== null;
}

/** The zone's table. Throws RangeError for a name that is unknown. */
export const zones: Zones = (name) => {
  const known = tables.get(name);
  if (known) return known;
  const rules = read(name);
  if (!rules) throw new RangeError(`unknown time zone ${name}`);
  const table = toZone(rules);
  tables.set(name, table);
  return table;
};

/** A browser looks no further ahead than this: 2100. */
const HORIZON = 4_102_444_800_000;

function untilHorizon({ name, untils, offsets }: ZoneData): ZoneData {
  const beyond = untils.findIndex((until) => (until ?? Number.POSITIVE_INFINITY) >= HORIZON);
  const last = beyond === -1 ? untils.length - 1 : beyond;
  return {
    name,
    untils: [...untils.slice(0, last), Number.POSITIVE_INFINITY],
    offsets: offsets.slice(0, last + 1),
  };
}

/** What a browser needs to know of these zones, up to 2100. Unknown names are left out. */
export function zoneData(names: Iterable<string>): ZoneData[] {
  return [...new Set(names)].flatMap((name) => {
    const rules = read(name);
    return rules ? untilHorizon(rules) : [];
  });
}
