import { randomUUID } from "node:crypto";
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
  readonly editor: Actor;
  readonly reviewer: Actor & { readonly person: string };
  readonly second: Actor;
  readonly coOwner: Actor;
  readonly people: readonly [string, string, string];
  /** An act on one of the servers, in one transaction, as a server action runs it. */
  readonly on: <T>(server: 0 | 1, actor: Actor, work: Work<T>) => Promise<T>;
  /** What is not raced: setting up, looking at what came out. */
  readonly look: <T>(work: Work<T>) => Promise<T>;
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

let lanes = 0;

export async function openLane(servers: Servers): Promise<Lane> {
  lanes += 1;
  const made = await tenant(`lane-${lanes}`);
  const on: Lane["on"] = (server, actor, work) =>
    patiently(() =>
      tenantTxOn(
        servers[server],
        actor.orgId,
        (db) => work({ actor: { ...actor, requestId: randomUUID() }, db, now: NOW }),
        { timeoutMs: PATIENCE_MS },
      ),
    );
  const author = await made.member("Ana Author", "Scheduler");
  const reviewer = await made.member("Rita Reviewer", "Approver");
  return {
    tenant: made,
    author,
    editor: await made.member("Ed Editor", "Scheduler"),
    reviewer,
    second: await made.member("Sam Second", "Approver"),
    coOwner: await made.member("Otto Owner", "Owner"),
    people: [await made.person("Chen"), await made.person("Farah"), await made.person("Gus")],
    on,
    look: (work) => on(0, made.owner, work),
  };
}

/** The whole log of the lane's organisation: the chain, and that folding it gives what is published. */
export async function verdictOf(lane: Lane): Promise<Verdict> {
  for (let from = 0; ; ) {
    const { verdict, more } = await lane.look((context) => verifyLog(context, from));
    if (!verdict.whole || !more) return verdict;
    from = verdict.head.number;
  }
}
