import "server-only";
import * as z from "zod";
import { claimTicket, insertAssertion } from "@/lib/auth/connection-store";
import { keptIndex } from "@/lib/auth/kept-key";
import { open, seal } from "@/lib/crypto/box";
import { fingerprint, newSecret } from "@/lib/crypto/secret";
import { SsoFailure } from "./claim";
import type { Asserted } from "./saml";

const heldSchema = z.object({
  claim: z.object({
    provider: z.string(),
    subject: z.string(),
    label: z.string(),
    authenticatedAt: z.number().nullable(),
  }),
  inResponseTo: z.string(),
});

type Held = z.output<typeof heldSchema>;

const placeOf = (row: string) => ({ table: "SamlAssertion", column: "box", orgId: "", row });

/**
 * Writes down what an assertion said and gives back a ticket for it. The provider posts from its own page, so that the
 * browser brings no cookie of ours with it; it does with the GET that the ticket is for. Throws SsoFailure for an assertion
 * that came before.
 */
export async function newTicket({ claim, assertionId, until }: Asserted, inResponseTo: string) {
  const ticket = newSecret();
  const ticketHash = fingerprint(ticket);
  const held: Held = { claim, inResponseTo };
  const isNew = await insertAssertion({
    idHash: await keptIndex("index:saml.assertion", claim.provider, assertionId),
    ticketHash,
    box: seal(JSON.stringify(held), placeOf(ticketHash)),
    expiresAt: new Date(until),
  });
  if (!isNew) throw new SsoFailure("replayed");
  return ticket;
}

/** What the ticket stands for, once. Throws SsoFailure. */
export async function takeTicket(ticket: string): Promise<Held> {
  const ticketHash = fingerprint(ticket);
  const box = await claimTicket(ticketHash);
  if (!box) throw new SsoFailure("lost");
  return heldSchema.parse(JSON.parse(open(box, placeOf(ticketHash))));
}
