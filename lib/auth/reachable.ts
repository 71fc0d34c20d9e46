import "server-only";
import { countOrganisations } from "./store";

/** Whether the database answers. */
export async function isReachable(): Promise<boolean> {
  try {
    await countOrganisations();
    return true;
  } catch {
    return false;
  }
}
