import "server-only";
import moment from "moment-timezone";
import { toZone, type Zone, type ZoneData, type Zones } from "@/lib/schedule/zone";

/**
 * The rules of every time zone, from moment-timezone's data and never from Intl: Node 20's are an hour
 * wrong in several zones from autumn 2026. The data end in 2037; after that the last offset holds.
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
    offsets: source.offsets.map((minutesWest) => -Math.round(minutesWest * 60) * 1000),
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

/** What a browser needs to know of these zones. Unknown names are left out. */
export function zoneData(names: Iterable<string>): ZoneData[] {
  return [...new Set(names)].flatMap((name) => read(name) ?? []);
}
