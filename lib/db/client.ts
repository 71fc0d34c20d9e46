import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "@/lib/env";
import { PrismaClient } from "./generated/client";
import { prepareTenantConnection } from "./tenant-connection";

/** How long a database that takes connections and says nothing is waited for. */
const PATIENCE_MS = 10_000;

/**
 * The raw clients. Only `lib/tenancy/db.ts` (the tenant door) and `lib/auth/db.ts` (who you are, before there is a
 * tenant) may import this file: tests/unit/raw-client.test.ts says so.
 */
const held = globalThis as typeof globalThis & { standbyTenants?: PrismaClient };

function connect(pool: ConstructorParameters<typeof PrismaPg>[0]): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg(pool),
    // Otherwise errors, which are logged and sent to Sentry, quote what was to be written.
    errorFormat: "minimal",
  });
}

/** As standby_app, or whoever the address says: a tenant's rows, and none without a tenant's context. */
export function tenantClient(connectionString: string): PrismaClient {
  return connect({
    connectionString,
    max: 10,
    connectionTimeoutMillis: PATIENCE_MS,
    pipeline: true,
    onConnect: prepareTenantConnection,
  });
}

/** The tenants' client of this process. */
export function appClient(): PrismaClient {
  held.standbyTenants ??= tenantClient(env().DATABASE_URL);
  return held.standbyTenants;
}

/** As standby_auth, or whoever the address says: without a tenant's context. */
export function identityClient(connectionString: string): PrismaClient {
  return connect({ connectionString, max: 10, connectionTimeoutMillis: PATIENCE_MS });
}
