import * as z from "zod";

/** The id of a row as somebody sends it: in capitals it is the same one, and is written as the database writes it. */
export const rowIdSchema = z.uuid().toLowerCase();
