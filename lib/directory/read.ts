import { open } from "@/lib/crypto/box";
import { contactPlace } from "@/lib/crypto/places";
import type { ContactKind } from "./contact";

type Row = { readonly id: string; readonly kind: string; readonly valueBox: string };

/** A contact's value in clear. */
export function readContact(orgId: string, { id, valueBox }: Pick<Row, "id" | "valueBox">): string {
  return open(valueBox, contactPlace(orgId, id));
}

/** The first phone number and the first address among a person's contacts, or null. */
export function readContacts(
  orgId: string,
  rows: readonly Row[],
): { phone: string | null; email: string | null } {
  const first = (kind: ContactKind) => rows.find((row) => row.kind === kind);
  const phone = first("phone");
  const email = first("email");
  return {
    phone: phone ? readContact(orgId, phone) : null,
    email: email ? readContact(orgId, email) : null,
  };
}
