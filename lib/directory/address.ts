import { blindIndex } from "@/lib/crypto/keys";

/** The index of a member's or person's address or number within its organisation. */
export function addressIndex(orgId: string, address: string): string {
  return blindIndex("contact", orgId, address);
}
