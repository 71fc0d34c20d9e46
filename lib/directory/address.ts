import { blindIndex, blindIndexes } from "@/lib/crypto/keys";

const PURPOSE = "contact";

/** The index of a member's or person's address or number within its organisation. */
export function addressIndex(orgId: string, address: string): string {
  return blindIndex(PURPOSE, orgId, address);
}

/** All indexes under which it may be stored: what to look for. */
export function addressIndexes(orgId: string, address: string): string[] {
  return blindIndexes(PURPOSE, orgId, address);
}
