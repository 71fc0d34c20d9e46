import "server-only";
import { findSignInPlace, type SignInPlace } from "@/lib/auth/connection-store";

export type { SignInPlace };

/** Where somebody signs in who wrote an organisation's address, a mail domain or an e-mail address; null where nothing is set up. */
export async function findPlace(written: string): Promise<SignInPlace | null> {
  const text = written.trim().toLowerCase();
  return findSignInPlace(text.split("@").at(-1) ?? text);
}
