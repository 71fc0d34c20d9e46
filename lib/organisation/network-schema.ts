import * as z from "zod";
import { toRange } from "@/lib/auth/ranges";

const MOST = 200;

/** A text of ranges, one a line; what stands behind `#` is left out. None: from everywhere. */
export const networksSchema = z.strictObject({
  networks: z
    .string()
    .max(20_000)
    .transform((text, context) => {
      const lines = text.split(/[\n,]/).flatMap((line) => line.replace(/#.*/, "").trim() || []);
      const wrong = lines.find((line) => toRange(line) === null);
      if (wrong !== undefined) {
        const message = `“${wrong.slice(0, 60)}” is no address or range. Write them as 203.0.113.0/24 or 2001:db8::/32.`;
        context.addIssue({ code: "custom", message });
        return z.NEVER;
      }
      return [...new Set(lines.flatMap((line) => toRange(line) ?? []))];
    })
    .refine((all) => all.length <= MOST, `Use at most ${MOST}.`),
});
