import moment from "moment-timezone";
import { toZone, type Zone, type ZoneData, type Zones } from "@/lib/schedule/zone";

const MINUTE = 60_000;

export const ZONE_NAMES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/Chicago",
  "America/Santiago",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Africa/Monrovia",
  "Pacific/Pago_Pago",
];

export const zoneData = (name: string): ZoneData => {
  const zone = moment.tz.zone(name);
  if (!zone) {
    throw new RangeError(`unknown zone: ${name}`);
  }
  return {
    name,
    untils: zone.untils.map((until) => until ?? Number.POSITIVE_INFINITY),
    offsets: zone.offsets.map((west) => Math.round(-west * MINUTE)),
  };
};

/** Every zone that the table has, those that are other names for one too. */
export const ALL_ZONES: readonly string[] = moment.tz.names();

const built = new Map<string, Zone>();

/** Every zone there is, built when first asked for. Throws for an unknown name. */
export const zones: Zones = (name) => {
  const zone = built.get(name) ?? toZone(zoneData(name));
  built.set(name, zone);
  return zone;
};
