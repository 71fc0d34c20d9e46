import * as z from "zod";

const degrees = (most: number) => z.coerce.number().min(-most).max(most);

export const locationSchema = z.object({
  /** Two letters of ISO 3166-1. */
  country: z.string().regex(/^[A-Z]{2}$/),
  /** In degrees; null where only the country is known. */
  point: z.object({ latitude: degrees(90), longitude: degrees(180) }).nullable(),
});

/** Where on earth somebody is, as far as a proxy can tell from their address. */
export type Location = z.output<typeof locationSchema>;

/** Codes by which proxies say that they do not know, or that somebody hides where they are. */
const NOWHERE = new Set(["XX", "T1", "ZZ"]);

/** What the headers of these names say, of a country or of a country and a point; null where they say nothing that is one. */
export function locationIn(
  sent: Pick<Headers, "get">,
  [country, latitude, longitude]: readonly string[],
): Location | null {
  const read = (name: string | undefined) => (name && sent.get(name)) || undefined;
  const code = read(country)?.toUpperCase();
  if (code === undefined || NOWHERE.has(code)) return null;
  const point = { latitude: read(latitude), longitude: read(longitude) };
  const whole = locationSchema.safeParse({ country: code, point });
  return whole.data ?? locationSchema.safeParse({ country: code, point: null }).data ?? null;
}
