import * as z from "zod";

/** A local date and time of a form, `2026-05-04T09:00`; the command knows the zone it is read in. */
export const localDateTime = z
  .string()
  .regex(
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/,
    "Choose a date and a time.",
  );
