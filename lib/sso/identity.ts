import "server-only";
import type { ActLog } from "@/lib/auth/act-log";
import type { Acting } from "@/lib/auth/acting-store";
import {
  addConnection,
  deleteIdentitiesOf,
  deleteIdentity,
  insertIdentity,
  listIdentities,
  takeIdentity,
} from "@/lib/auth/identity-store";
import { keptIndex } from "@/lib/auth/kept-key";
import { findMemberships } from "@/lib/auth/store";
import { open, seal } from "@/lib/crypto/box";
import { labelPlace } from "@/lib/crypto/places";
import { AppError } from "@/lib/errors";
import type { Claim } from "./claim";
import type { FoundIdentity } from "./flow";
import { findProvider, type Provider } from "./provider";

type Named = Pick<FoundIdentity, "provider" | "subjectHash" | "label">;

/** What is stored of who somebody is at a provider: a name there can be an address. */
export const subjectHashOf = ({
  provider,
  subject,
}: Pick<Claim, "provider" | "subject">): Promise<string> =>
  keptIndex("index:identity", provider, subject);

/** The account that an identity is linked to, or null. */
export async function findLinked(claim: Claim): Promise<{ id: string; version: number } | null> {
  return takeIdentity(claim.provider, await subjectHashOf(claim));
}

/** An identity as it is stored. */
export function identityRow({ provider, subjectHash, label }: Named) {
  return { provider, subjectHash, labelBox: seal(label, labelPlace(provider, subjectHash)) };
}

/** Links an identity to the account of who is signed in. Throws a unique violation (P2002) if it is linked already. */
export async function linkIdentity(by: Acting, named: Named, log: ActLog): Promise<void> {
  await insertIdentity(by, identityRow(named), log);
}

/** Unlinks an identity and ends all other sessions of who is signed in. Throws stale if it is unlinked already. */
export async function unlinkIdentity(
  by: Acting,
  { provider, subjectHash }: Pick<Named, "provider" | "subjectHash">,
  log: ActLog,
): Promise<void> {
  if (await deleteIdentity(by, provider, subjectHash, log)) return;
  throw new AppError("stale", "That was unlinked already.");
}

/** Who an account is at providers, with what each calls them and the provider if it is there still. */
export async function identitiesOf(userId: string) {
  const all = await listIdentities(userId);
  return Promise.all(
    all.map(async ({ labelBox, usedAt, ...key }) => {
      const provider = await findProvider(key.provider);
      const label = open(labelBox, labelPlace(key.provider, key.subjectHash));
      const used = { usedAt: usedAt?.getTime() ?? null };
      return { ...key, ...used, label, name: nameOf(provider), isLive: provider !== null };
    }),
  );
}

/** A provider as people know it. */
export function nameOf(provider: Pick<Provider, "name" | "organisation"> | null): string {
  if (!provider) return "A provider that is not here any more";
  return provider.organisation
    ? `${provider.name} of ${provider.organisation.name}`
    : provider.name;
}

/** Forgets who people are at a connection that was removed. */
export const forgetIdentities = (connectionId: string): Promise<void> =>
  deleteIdentitiesOf(connectionId);

/** Notes that a session was signed in by an organisation's connection, too. */
export const alsoSignedInBy = (sessionHash: string, { id }: Pick<Provider, "id">): Promise<void> =>
  addConnection(sessionHash, id);

/** Whether the account is a member of the organisation. */
export async function isMemberOf(userId: string, orgId: string): Promise<boolean> {
  return (await findMemberships(userId)).some((held) => held.orgId === orgId);
}
