import * as z from "zod";
import { isZone } from "@/lib/zones/table";

export const nameSchema = z
  .string()
  .trim()
  .min(1, "Write a name.")
  .max(80, "Use at most 80 characters.")
  .regex(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u, "Use letters, digits and ordinary signs.");

/** A zone's name in the table has at most 32 characters. */
export const zoneNameSchema = (message: string) =>
  z.string().max(60, message).refine(isZone, message);

export const zoneSchema = zoneNameSchema("Choose a time zone from the list.");
