import { open } from "@/lib/crypto/box";
import { contactPlace, memberEmailPlace } from "@/lib/crypto/places";
import type { ContactKind } from "./contact";

type Row = { readonly id: string; readonly kind: string; readonly valueBox: string };

/** A contact's value in clear. */
export function readContact(orgId: string, { id, valueBox }: Pick<Row, "id" | "valueBox">): string {
  return open(valueBox, contactPlace(orgId, id));
}

/** The address that a member signs in with, in clear; `id` as the row has it, for the box is bound to that. */
export function memberAddress(
  orgId: string,
  { id, emailBox }: { readonly id: string; readonly emailBox: string },
): string {
  return open(emailBox, memberEmailPlace(orgId, id));
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
