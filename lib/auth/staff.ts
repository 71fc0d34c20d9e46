import "server-only";
import { env } from "@/lib/env";

/** Whether the operator names this address as one of support's staff. */
export function isStaffAddress(email: string): boolean {
  return env().STANDBY_SUPPORT.includes(email);
}
