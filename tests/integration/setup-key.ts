import { setupOf } from "@/lib/auth/second-factor";
import { requireSession } from "@/lib/auth/session";

/** The key of the authenticator app that is being set up in this browser. */
export async function setupKey(): Promise<string> {
  const setup = await setupOf(await requireSession(), Date.now());
  return setup?.secret ?? "";
}
