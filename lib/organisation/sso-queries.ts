import type { Context } from "@/lib/tenancy/context";

/** The organisation's providers that people can sign in by. */
export async function listProviders({ db }: Pick<Context, "db">) {
  return db.ssoConnection.findMany({
    where: { issuer: { not: "" } },
    orderBy: { createdAt: "asc" },
    select: { id: true, name: true },
  });
}

/** All of the organisation's single sign-on, for its settings. No secret. */
export async function findSso({ db }: Pick<Context, "db">) {
  const organisation = await db.organisation.findFirst({
    select: { ssoRequired: true, ssoFactors: true },
  });
  const connections = await db.ssoConnection.findMany({
    orderBy: { createdAt: "asc" },
    select: {
      id: true,
      kind: true,
      name: true,
      issuer: true,
      clientId: true,
      entryPoint: true,
      certificates: true,
    },
  });
  const domains = await db.ssoDomain.findMany({
    orderBy: { domain: "asc" },
    select: { domain: true, token: true, verifiedAt: true },
  });
  return {
    required: organisation?.ssoRequired ?? false,
    trusted: organisation?.ssoFactors ?? false,
    connections,
    domains,
  };
}
