import "server-only";
import { appClient } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { Prisma, PrismaClient } from "@/lib/db/generated/client";
import { OPEN_SUPPORT, OPEN_TENANT } from "@/lib/db/tenant-connection";
import type { Actor } from "./actor";
import { onlyKnown, tenantFilter } from "./filter";
import { isLastOwner, lastOwner } from "./last-owner";
import type { Operation, TenantModel } from "./models";
import { withQuotas } from "./quota";

/** A client of one organisation inside one transaction: the tables of a tenant and what is safe on them. */
export type TenantDb = {
  readonly [M in Uncapitalize<TenantModel>]: Pick<
    PrismaClient[M],
    Extract<Operation, keyof PrismaClient[M]>
  >;
};

type DataModel = Record<string, { fields: readonly { name: string; kind: string }[] }>;

let relations: ReadonlySet<string> | undefined;

/** Prisma 7 publishes no data model; the client carries one. If a release moves it, this throws at once. */
function isRelation(model: string, field: string): boolean {
  if (!relations) {
    const { models } = (appClient() as unknown as { _runtimeDataModel: { models: DataModel } })
      ._runtimeDataModel;
    relations = new Set(
      Object.entries(models).flatMap(([name, { fields }]) =>
        fields
          .filter(({ kind }) => kind === "object")
          .map((relation) => `${name}.${relation.name}`),
      ),
    );
    if (!relations.has("Person.teams")) throw new Error("Prisma's data model is not where it was");
  }
  return relations.has(`${model}.${field}`);
}

/** What is done in a transaction, from the present on: by the database's clock, in ms since 1970. */
type Run<T> = (db: TenantDb, now: number) => Promise<T>;

type Options = {
  readonly isolation?: Prisma.TransactionIsolationLevel;
  readonly timeoutMs?: number;
  /** For how long a lock is waited for, if not as long as the transaction may take. It then ends with PostgreSQL's 55P03. */
  readonly lockMs?: number;
};

/**
 * The tenant door: the only way to a tenant's rows. Opens a transaction, tells PostgreSQL the organisation
 * for as long as it lasts, and gives `run` a client that is filtered to it. Commits when `run` resolves,
 * rolls back when it throws.
 */
export function tenantTx<T>(orgId: string, run: Run<T>, options: Options = {}): Promise<T> {
  return tenantTxOn(appClient(), orgId, run, options);
}

/**
 * The tenant door of a database of the caller's choosing. Throws refused when the organisation would be left
 * without an owner.
 */
export function tenantTxOn<T>(
  base: PrismaClient,
  orgId: string,
  run: Run<T>,
  options: Options = {},
): Promise<T> {
  const values = [orgId, String(options.lockMs ?? 0)];
  return opened(base, { orgId, statement: OPEN_TENANT, values }, run, options);
}

/**
 * The door of whoever acts: of their organisation; for support, of what its owner lets it look at, in a transaction
 * that writes nothing and has no rows besides.
 */
export function actorTx<T>(
  { orgId, support }: Pick<Actor, "orgId" | "support">,
  run: Run<T>,
  options: Options = {},
): Promise<T> {
  if (!support) return tenantTx(orgId, run, options);
  const values = [orgId, support.accessId];
  return opened(appClient(), { orgId, statement: OPEN_SUPPORT, values }, run, options);
}

type Opening = {
  readonly orgId: string;
  readonly statement: string;
  readonly values: readonly string[];
};

function opened<T>(
  base: PrismaClient,
  { orgId, statement, values }: Opening,
  run: Run<T>,
  options: Options,
): Promise<T> {
  let opening = true;
  const client = base.$extends(tenantFilter(orgId, isRelation, () => opening));
  const committed = client.$transaction(
    async (tx) => {
      await tx.$executeRawUnsafe(statement, ...values);
      opening = false;
      return run(withQuotas(onlyKnown(tx) as TenantDb), databaseNow());
    },
    {
      timeout: options.timeoutMs ?? 10_000,
      maxWait: 5_000,
      ...(options.isolation && { isolationLevel: options.isolation }),
    },
  );
  return committed.catch((error: unknown) => {
    throw isLastOwner(error) ? lastOwner() : error;
  });
}
