import "server-only";
import * as z from "zod";
import { open, seal } from "@/lib/crypto/box";
import { findUserId } from "./account";
import { emailSchema } from "./email";

/** For so long a link to sign up works. */
export const SIGN_UP_MS = 60 * 60_000;
const PLACE = { table: "User", column: "sign-up", orgId: "", row: "" };

const claim = z.object({ email: emailSchema, until: z.number() });

/** What an address that somebody wants an account for is sent: a secret for its link, or null if it has an account. */
export async function newSignUp(email: string, now: number): Promise<string | null> {
  if ((await findUserId(email)) !== null) return null;
  return seal(JSON.stringify({ email, until: now + SIGN_UP_MS }), PLACE);
}

/** The address whose reader a link's secret proves, at `now` in ms; null if it works no more. */
export function openSignUp(secret: string, now: number): string | null {
  try {
    const { email, until } = claim.parse(JSON.parse(open(secret, PLACE)));
    return until > now ? email : null;
  } catch {
    return null;
  }
}
