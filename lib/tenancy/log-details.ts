import * as z from "zod";

/** Ciphertext in an entry's body, and whose key it is under. */
export type HeldDetails = { readonly holder: string; readonly box: string };

const held = z.object({ holder: z.string(), box: z.string() });
const bodySchema = z.object({ details: z.union([held, z.array(held)]).optional() });

/** The details that an entry's body, its JSON read, holds as ciphertext: of one holder or of several. */
export function detailsIn(body: unknown): readonly HeldDetails[] {
  const details = bodySchema.safeParse(body).data?.details;
  return details === undefined ? [] : [details].flat();
}
