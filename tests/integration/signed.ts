import type { ClientBase } from "pg";
import { keyFor } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";
import { CONTEXT_PURPOSE, signContext } from "@/lib/db/signed-context";

/** A context that holds for a minute on the connection of this process of PostgreSQL. */
export function contextFor(orgId: string, pid: number, until = Date.now() + 60_000): string {
  return signContext({ orgId, pid, until }, keyFor(CONTEXT_PURPOSE));
}

export async function pidOf(client: ClientBase): Promise<number> {
  return (await client.query("SELECT pg_backend_pid() AS pid")).rows[0].pid;
}

/** Tells PostgreSQL the organisation, as the tenant door does: for the transaction, or for the connection. */
export async function enter(client: ClientBase, orgId: string, local = true): Promise<void> {
  const context = contextFor(orgId, await pidOf(client));
  await client.query("SELECT set_config('app.context', $1, $2)", [context, local]);
}

export type Raw = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

/** A transaction of a client without the filter: what is left is PostgreSQL. */
export function rowsAlone<T>(
  client: PrismaClient,
  orgId: string,
  work: (tx: Raw) => Promise<T>,
): Promise<T> {
  return client.$transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    const context = contextFor(orgId, row?.pid ?? 0);
    await tx.$executeRaw`SELECT set_config('app.context', ${context}, true)`;
    return work(tx);
  });
}
