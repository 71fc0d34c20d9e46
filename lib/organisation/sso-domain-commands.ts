import { newSecret } from "@/lib/crypto/secret";
import { AppError } from "@/lib/errors";
import type { Context } from "@/lib/tenancy/context";
import { lockAsOwner } from "@/lib/tenancy/lock";
import { isTaken } from "@/lib/tenancy/unique";
import { noteSsoChange } from "./sso-change";

type Input = { readonly domain: string };
const MOST_DOMAINS = 20;

const subject = (domain: string) => ({ kind: "sso-domain", id: domain });

/** Notes a mail domain that the organisation is to show to be its own. Throws conflict for one that is there, or too many. */
export async function addDomain(context: Context, { domain }: Input): Promise<void> {
  const { db } = context;
  await lockAsOwner(context);
  if ((await db.ssoDomain.count()) >= MOST_DOMAINS)
    throw new AppError("conflict", "There are twenty domains already. Remove one first.");
  const token = newSecret();
  const { count } = await db.ssoDomain.createMany({
    data: [{ domain, token }],
    skipDuplicates: true,
  });
  if (count === 0)
    throw new AppError("conflict", "That domain is in the list already.", {
      domain: ["In the list already."],
    });
  await noteSsoChange(
    context,
    { action: "sso.domain-added", subject: subject(domain), body: {} },
    `began to verify the domain ${domain}`,
  );
}

/**
 * Takes a domain for the organisation's own when its token is among those that stand in its DNS. Throws invalid when it is
 * not, conflict when another organisation has shown it to be theirs.
 */
export async function verifyDomain(
  context: Context,
  { domain }: Input,
  tokens: readonly string[],
): Promise<void> {
  const { db, now } = context;
  await lockAsOwner(context);
  const held = await db.ssoDomain.findFirst({ where: { domain }, select: { token: true } });
  if (!held) throw new AppError("stale", "That domain was removed. Load the page again.");
  if (!tokens.includes(held.token))
    throw new AppError(
      "invalid",
      "The record is not there yet. It can take an hour after it was written; check its name and its text.",
    );
  await db.ssoDomain
    .updateMany({ where: { domain, verifiedAt: null }, data: { verifiedAt: new Date(now) } })
    .catch((error: unknown) => {
      if (!isTaken(error)) throw error;
      throw new AppError(
        "conflict",
        "Another organisation has shown this domain to be theirs. Ask the operator of this Standby.",
      );
    });
  await noteSsoChange(
    context,
    { action: "sso.domain-verified", subject: subject(domain), body: {} },
    `verified the domain ${domain}`,
  );
}

export async function removeDomain(context: Context, { domain }: Input): Promise<void> {
  const { db } = context;
  await lockAsOwner(context);
  const held = await db.ssoDomain.findFirst({ where: { domain }, select: { verifiedAt: true } });
  const { count } = await db.ssoDomain.deleteMany({ where: { domain } });
  if (!held || count === 0) throw new AppError("stale", "That domain was removed already.");
  const body = { verified: held.verifiedAt !== null };
  await noteSsoChange(
    context,
    { action: "sso.domain-removed", subject: subject(domain), body },
    `removed the domain ${domain}`,
  );
}
