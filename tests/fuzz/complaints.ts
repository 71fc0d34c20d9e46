import * as z from "zod";
import type { ServerEvent } from "@/lib/log-line";

/** What a server says, as it should, of calls that it refuses, and of very many that look like an attack. */
const EXPECTED: readonly ServerEvent[] = ["request.foreign", "limit.reached", "alert.raised"];

const line = z.object({ at: z.iso.datetime(), level: z.literal("warn"), event: z.enum(EXPECTED) });

function isExpected(text: string): boolean {
  try {
    return line.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** The lines on standard error that hostile calls do not explain: whatever else is there is an error, or says what it should not. */
export const complaintsIn = (text: string): string[] =>
  text.split("\n").filter((one) => one !== "" && !isExpected(one));
