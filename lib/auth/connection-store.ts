import "server-only";
import { authClient } from "./db";

/** A connection that is set up, with its organisation. */
export type LiveConnection = {
  readonly orgId: string;
  readonly slug: string;
  readonly organisation: string;
  readonly id: string;
  readonly kind: "oidc" | "saml";
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly secretBox: string | null;
  readonly entryPoint: string;
  readonly certificates: readonly string[];
};

export async function findConnection(id: string): Promise<LiveConnection | null> {
  const rows = await authClient().$queryRaw<LiveConnection[]>`
    SELECT o."orgId", o."slug", o."name" AS organisation, c."id", c."kind", c."name", c."issuer", c."clientId", c."secretBox",
      c."entryPoint", c."certificates"
    FROM "SsoConnection" c JOIN "Organisation" o ON o."orgId" = c."orgId"
    WHERE c."id" = ${id}::uuid AND c."issuer" <> ''`;
  return rows[0] ?? null;
}

/** An organisation as sign-in knows it, with its connections that are set up. */
export type SignInPlace = {
  readonly slug: string;
  readonly organisation: string;
  readonly connections: readonly { readonly id: string; readonly name: string }[];
};

/** The organisation of this slug, or of this mail domain if it was shown to be one's; null where nobody offers anything. */
export async function findSignInPlace(text: string): Promise<SignInPlace | null> {
  const rows = await authClient().$queryRaw<SignInPlace[]>`
    SELECT o."slug", o."name" AS organisation, json_agg(json_build_object('id', c."id", 'name', c."name") ORDER BY c."name") AS connections
    FROM "Organisation" o JOIN "SsoConnection" c ON c."orgId" = o."orgId" AND c."issuer" <> ''
    WHERE o."slug" = ${text} OR o."orgId" = (SELECT d."orgId" FROM "SsoDomain" d
      WHERE d."domain" = ${text} AND d."verifiedAt" IS NOT NULL)
    GROUP BY o."orgId", o."slug", o."name" LIMIT 1`;
  return rows[0] ?? null;
}

/** Keeps what an assertion said, unless its id was seen before: false then. Forgets what is long over. */
export async function insertAssertion(assertion: {
  readonly idHash: string;
  readonly ticketHash: string;
  readonly box: string;
  readonly expiresAt: Date;
}): Promise<boolean> {
  const client = authClient();
  await client.samlAssertion.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  const { count } = await client.samlAssertion.createMany({
    data: [assertion],
    skipDuplicates: true,
  });
  return count === 1;
}

/** What a ticket stands for, once and within two minutes; null otherwise. */
export async function claimTicket(ticketHash: string): Promise<string | null> {
  const [taken] = await authClient().samlAssertion.updateManyAndReturn({
    where: { ticketHash, usedAt: null, createdAt: { gt: new Date(Date.now() - 120_000) } },
    data: { usedAt: new Date() },
    select: { box: true },
  });
  return taken?.box ?? null;
}
