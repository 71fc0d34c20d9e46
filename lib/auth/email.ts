import * as z from "zod";

/** An address as it is compared: trimmed, lower case, ASCII, at most 254 characters. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "That address is too long.")
  .pipe(z.email("Write an e-mail address, such as ana@example.com."));
