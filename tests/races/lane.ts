import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { PrismaClient } from "@/lib/db/generated/client";
import type { Verdict } from "@/lib/log/chain";
import { verifyLog } from "@/lib/roster/log-verify";
import type { Actor } from "@/lib/tenancy/actor";
import type { Context } from "@/lib/tenancy/context";
import { tenantTxOn } from "@/lib/tenancy/db";
import { type Tenant, tenant } from "../integration/stage";

export const NOW = Date.now();

/** Two processes of the application, as far as PostgreSQL can tell: a pool of connections each. */
export type Servers = readonly [PrismaClient, PrismaClient];

export type Work<T> = (context: Context) => Promise<T>;

/** An organisation in which one round is raced after another, while other lanes race theirs. */
export type Lane = {
  readonly tenant: Tenant;
  readonly author: Actor & { readonly person: string };
  readonly reviewer: Actor & { readonly person: string };
  readonly second: Actor;
  readonly coOwner: Actor;
  readonly people: readonly [string, string, string];
  /** An act on one of the servers, in one transaction, as a server action runs it. */
  readonly on: <T>(server: 0 | 1, actor: Actor, work: Work<T>) => Promise<T>;
  /** What is not raced: setting up and looking at what came out, as the owner of the database. */
  readonly sql: <Row>(text: string, values: readonly unknown[]) => Promise<readonly Row[]>;
};

/** A busy machine is slow, not wrong. */
const PATIENCE_MS = 300_000;

/** Prisma gives up on a transaction that does not begin within seconds; nothing has been done by then. */
const hasNotBegun = (error: unknown): boolean =>
  error instanceof Error && error.message.includes("Unable to start a transaction");

/** Does an act, again as often as it could not begin. */
export async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!hasNotBegun(error)) throw error;
    }
  }
}

export async function openLane(servers: Servers, owner: pg.Pool): Promise<Lane> {
  const made = await patiently(() => tenant(`lane-${randomUUID().slice(0, 8)}`));
  const on: Lane["on"] = (server, actor, work) =>
    patiently(() =>
      tenantTxOn(
        servers[server],
        actor.orgId,
        (db) => work({ actor: { ...actor, requestId: randomUUID() }, db, now: NOW }),
        { timeoutMs: PATIENCE_MS },
      ),
    );
  const member = (name: string, preset: string) => patiently(() => made.member(name, preset));
  const person = (name: string) => patiently(() => made.person(name));
  return {
    tenant: made,
    author: await member("Ana Author", "Scheduler"),
    reviewer: await member("Rita Reviewer", "Approver"),
    second: await member("Sam Second", "Approver"),
    coOwner: await member("Otto Owner", "Owner"),
    people: [await person("Chen"), await person("Farah"), await person("Gus")],
    on,
    sql: async <Row>(text: string, values: readonly unknown[]) =>
      (await owner.query(text, [...values])).rows as Row[],
  };
}

/** The whole log of the lane's organisation: the chain, and that folding it gives what is published. */
export async function verdictOf(lane: Lane): Promise<Verdict> {
  for (let from = 0; ; ) {
    const { verdict, more } = await lane.on(0, lane.tenant.owner, (context) =>
      verifyLog(context, from),
    );
    if (!verdict.whole || !more) return verdict;
    from = verdict.head.number;
  }
}
