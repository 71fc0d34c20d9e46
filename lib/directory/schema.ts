import * as z from "zod";
import { isZone } from "@/lib/zones/table";

export const nameSchema = z
  .string()
  .trim()
  .min(1, "Write a name.")
  .max(80, "Use at most 80 characters.")
  .regex(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u, "Use letters, digits and ordinary signs.");

export const zoneSchema = z.string().refine(isZone, "Choose a time zone from the list.");
