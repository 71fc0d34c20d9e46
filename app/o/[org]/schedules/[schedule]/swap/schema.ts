import * as z from "zod";
import { swapSchema } from "@/lib/roster/draft-schema";

/** The shift taken in return is one choice: "person|from|until". */
export const swapChoiceSchema = swapSchema
  .omit({ by: true, backFrom: true, backUntil: true })
  .extend({ back: z.string().max(100).default("") })
  .transform(({ back, ...input }, context) => {
    const [by = "", backFrom = "", backUntil = ""] = back.split("|");
    const parsed = swapSchema.safeParse({ ...input, by, backFrom, backUntil });
    if (parsed.success) return parsed.data;
    context.addIssue({
      code: "custom",
      path: ["back"],
      message: "Choose the shift to take in return.",
    });
    return z.NEVER;
  });
