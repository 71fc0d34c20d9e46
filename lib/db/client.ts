import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "@/lib/env";
import { PrismaClient } from "./generated/client";
import { prepareTenantConnection } from "./tenant-connection";

/**
 * The raw clients. Only `lib/tenancy/db.ts` (the tenant door) and the stores of `lib/auth` (who you are,
 * before there is a tenant) may import this file; the linter says so.
 */
type Clients = { app?: PrismaClient; auth?: PrismaClient };
const held = globalThis as typeof globalThis & { standbyClients?: Clients };
held.standbyClients ??= {};
const clients = held.standbyClients;

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
    pipeline: true,
    onConnect: prepareTenantConnection,
  });
}

/** The tenants' client of this process. */
export function appClient(): PrismaClient {
  clients.app ??= tenantClient(env().DATABASE_URL);
  return clients.app;
}

/** As standby_auth: users and sessions, and who is a member where. */
export function authClient(): PrismaClient {
  clients.auth ??= connect({ connectionString: env().DATABASE_AUTH_URL, max: 10 });
  return clients.auth;
}
