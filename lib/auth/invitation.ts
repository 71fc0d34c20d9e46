import "server-only";
import { open } from "@/lib/crypto/box";
import { invitationEmailPlace } from "@/lib/crypto/places";
import { fingerprint } from "@/lib/crypto/secret";
import { AppError } from "@/lib/errors";
import { findInvitation } from "./store";

export type OpenInvitation = {
  readonly orgId: string;
  readonly slug: string;
  readonly organisation: string;
  /** The organisation's, in which a new member begins. */
  readonly zone: string;
  readonly id: string;
  readonly name: string;
  readonly email: string;
};

/** The invitation that a link's secret opens, with the address it was sent to; null if it works no more. */
export async function openInvitation(secret: string): Promise<OpenInvitation | null> {
  const found = await findInvitation(fingerprint(secret));
  if (!found) return null;
  const { orgId, slug, organisation, zone, id, name, emailBox } = found;
  const email = open(emailBox, invitationEmailPlace(orgId, id));
  return { orgId, slug, organisation, zone, id, name, email };
}

/** As `openInvitation`; throws stale if it works no more. */
export async function requireInvitation(secret: string): Promise<OpenInvitation> {
  const invitation = await openInvitation(secret);
  if (!invitation)
    throw new AppError("stale", "That invitation was used or has expired. Ask for a new one.");
  return invitation;
}
