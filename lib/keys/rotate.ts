import "server-only";
import { KEPT_PURPOSES, keptKey } from "@/lib/auth/kept-key";
import { identityTx, listOrganisationIds } from "@/lib/auth/sealed-store";
import { keyRing } from "@/lib/crypto/keys";
import { tenantTx } from "@/lib/tenancy/db";
import { recordOwn } from "@/lib/tenancy/log";
import type { SealedColumn } from "./column";
import { IDENTITY_COLUMNS, TENANT_COLUMNS } from "./columns";
import { OUTBOX, rotateOutbox } from "./outbox";
import { QUEUE, rotateQueue } from "./queue";
import { type Rotated, rotateColumn, type Scope } from "./rotate-column";

/** How often everything is looked through: a server that was not restarted may still encrypt under the former key. */
const MOST_PASSES = 3;

type Say = (line: string) => void;

/**
 * Encrypts everything anew that is not under the present master key, while people work. May be killed and begun again
 * at any time, and by several at once. Each organisation's log says that it was done.
 * @param runId names this run in the log.
 * @returns what could not be encrypted anew.
 */
export async function rotateAll(runId: string, say: Say): Promise<readonly string[]> {
  // Made of the oldest key: it must be here still when each is made.
  for (const purpose of KEPT_PURPOSES) await keptKey(purpose);
  for (let pass = 1; ; pass += 1) {
    const { moved, stuck } = await rotateOnce(runId, say);
    if (moved === 0 || pass === MOST_PASSES) return stuck;
  }
}

async function rotateOnce(runId: string, say: Say): Promise<Rotated> {
  const accounts = await rotateColumns({ orgId: "", tx: identityTx }, IDENTITY_COLUMNS, say);
  const organisations: Rotated[] = [];
  for (const orgId of await listOrganisationIds())
    organisations.push(await rotateOrganisation(orgId, runId, say));
  const queue = told(QUEUE, "", await rotateQueue(), say);
  return sum([accounts, ...organisations, queue]);
}

async function rotateOrganisation(orgId: string, runId: string, say: Say): Promise<Rotated> {
  const scope = { orgId, tx: <T>(run: Parameters<typeof tenantTx<T>>[1]) => tenantTx(orgId, run) };
  const columns = await rotateColumns(scope, TENANT_COLUMNS, say);
  const outbox = told(OUTBOX, orgId, await rotateOutbox(orgId), say);
  const { moved, stuck } = sum([columns, outbox]);
  if (moved > 0)
    await tenantTx(orgId, (db) =>
      recordOwn(db, runId, {
        action: "keys.rotated",
        subject: { kind: "organisation", id: orgId },
        body: { key: keyRing()[0].id, count: moved },
      }),
    );
  return { moved, stuck };
}

async function rotateColumns<Db>(
  scope: Scope<Db>,
  columns: readonly SealedColumn<Db>[],
  say: Say,
): Promise<Rotated> {
  const all: Rotated[] = [];
  for (const column of columns)
    all.push(told(column.name, scope.orgId, await rotateColumn(scope, column), say));
  return sum(all);
}

function told(name: string, orgId: string, rotated: Rotated, say: Say): Rotated {
  if (rotated.moved > 0) say(`${orgId || "accounts"}: ${name} ${rotated.moved}`);
  return rotated;
}

function sum(all: readonly Rotated[]): Rotated {
  return {
    moved: all.reduce((total, { moved }) => total + moved, 0),
    stuck: all.flatMap(({ stuck }) => stuck),
  };
}
