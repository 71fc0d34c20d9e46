import "server-only";
import { accountOf, owesCode } from "@/lib/auth/account";
import {
  type CurrentSession,
  comeBack,
  currentSession,
  type Proven,
  renewSession,
  startSession,
} from "@/lib/auth/session";
import { accountLog } from "@/lib/doors/account-log";
import { identityChanged } from "@/lib/notify/message";
import { queueLetter } from "@/lib/notify/worker";
import { type Claim, SsoFailure } from "@/lib/sso/claim";
import { type Flow, type FoundIdentity, keepFound } from "@/lib/sso/flow";
import {
  alsoSignedInBy,
  findLinked,
  isMemberOf,
  linkIdentity,
  nameOf,
  subjectHashOf,
} from "@/lib/sso/identity";
import { decideLanding } from "@/lib/sso/landing";
import type { Provider } from "@/lib/sso/provider";
import { beginSecondStep } from "../(account)/half-sign-in";
import { tellNewDevice } from "../(account)/later";

/** Acts on what a provider said of whoever uses this browser, and says where they go on. Throws SsoFailure. */
export async function land(provider: Provider, claim: Claim, flow: Flow): Promise<string> {
  const { organisation } = provider;
  const session = await currentSession();
  const linked = await findLinked(claim);
  const landing = decideLanding({
    purpose: flow.purpose,
    linked,
    isMember:
      !organisation || (linked !== null && (await isMemberOf(linked.id, organisation.orgId))),
    session: session && { userId: session.userId, mayConfirm: mayConfirm(provider.id, session) },
    authenticatedAt: claim.authenticatedAt,
    now: Date.now(),
  });
  const found = {
    provider: provider.id,
    name: nameOf(provider),
    subjectHash: await subjectHashOf(claim),
    label: claim.label,
    to: flow.to,
  };
  switch (landing.kind) {
    case "failed":
      throw new SsoFailure(landing.reason);
    case "offer":
      await keepFound(found);
      return flow.to.startsWith("/invitation/") ? flow.to : "/sso/link";
    case "confirmed":
      return confirm(provider, session, flow.to);
    case "linked":
      if (session && organisation) await alsoSignedInBy(session.sessionHash, provider);
      return flow.to;
    case "sign-in":
      return signIn(provider, claim, landing.user, session, flow.to);
  }
}

/** Whether a provider may say who uses a session: an organisation's own only of one that it opened, with nobody else's word. */
export const mayConfirm = (provider: string, session: CurrentSession): boolean =>
  isPublic(provider) || (!session.own && session.connections.includes(provider));

/** What logs say of a provider: an organisation's own is no other's business. */
export const logged = (provider: string): string =>
  isPublic(provider) ? provider : "organisation";

const isPublic = (provider: string): boolean => provider === "google" || provider === "microsoft";

/** Links an identity to the account of who is signed in, in its logs and with a mail to its owner. Throws a unique violation (P2002) if it is taken. */
export async function linkTo(session: CurrentSession, found: FoundIdentity): Promise<void> {
  const { userId } = session;
  const body = { provider: logged(found.provider) };
  await linkIdentity(
    session,
    found,
    await accountLog.ready("member.identity-linked", userId, body),
  );
  const { name, email } = await accountOf(userId);
  const words = identityChanged({ act: "linked", name: found.name });
  await queueLetter({ to: { name, address: email }, ...words });
}

async function confirm(
  { id, organisation }: Provider,
  session: CurrentSession | null,
  to: string,
): Promise<string> {
  // Who has a second factor proves that.
  if (!session || session.factors.length > 0) throw new SsoFailure("lost");
  const { userId } = session;
  if (!organisation) await accountLog.confirmed(session, "sso");
  else await accountLog.log("member.confirmed", userId, { by: "sso" }, [organisation.orgId]);
  await renewSession(session, "sso", organisation && id);
  return to;
}

async function signIn(
  provider: Provider,
  { authenticatedAt }: Claim,
  user: { readonly id: string; readonly version: number },
  session: CurrentSession | null,
  to: string,
): Promise<string> {
  const { organisation } = provider;
  if (!organisation && (await owesCode(user))) {
    await beginSecondStep(user);
    return `/sign-in/code?${new URLSearchParams({ to })}`;
  }
  if (organisation) await accountLog.signedInAt(user.id, organisation.orgId);
  else await accountLog.signedIn(user.id, "sso");
  await tellNewDevice(user.id);
  // What the provider knew from before shows nothing of who sits here now.
  const provenAt = new Date(Math.min(authenticatedAt ?? 0, Date.now()));
  const proven = { provenBy: "sso", provenAt } as const;
  if (organisation) await signInTo(organisation.orgId, provider, user, session, proven);
  else await startSession(user, proven);
  return to;
}

/** Signs in to the organisation alone: in the session that the browser has of the same account, if it has one. */
async function signInTo(
  orgId: string,
  provider: Provider,
  user: { readonly id: string; readonly version: number },
  session: CurrentSession | null,
  proven: Proven,
): Promise<void> {
  const present = session?.userId === user.id ? session : null;
  const out = present?.memberships.filter(({ signedOut }) => signedOut) ?? [];
  // Whom the organisation signed out comes in again by another session alone.
  if (present && out.every((held) => held.orgId !== orgId))
    return alsoSignedInBy(present.sessionHash, provider);
  // A new one would undo it where others signed them out, too.
  if (present?.own && out.length === 1) return comeBack(present, user, provider.id);
  return startSession(user, { ...proven, connection: provider.id });
}
