import { notFound } from "next/navigation";
import { isInside, type Range } from "@/lib/auth/ranges";
import type { Actor } from "./actor";
import { tenantTx } from "./db";
import { recordRefused } from "./tally";

/** Whether an organisation lets requests from this address in. Without rules from everywhere, also from nobody knows where. */
export function lets(networks: readonly Range[], address: string | null | undefined): boolean {
  return networks.length === 0 || isInside(networks, address ?? null);
}

/**
 * Whether the actor may come in from where they are. The one question for pages, actions, routes, streams, keys and
 * feeds. A refusal is logged; whoever was refused is told what a stranger is.
 */
export async function isLetIn(actor: Actor, networks: readonly Range[]): Promise<boolean> {
  if (lets(networks, actor.origin?.address)) return true;
  const refused = { action: "network.refused", door: actor.key?.id ?? "session" } as const;
  await tenantTx(actor.orgId, (db) => recordRefused(actor, db, refused, Date.now()));
  return false;
}

/** The actor, if they may come in from where they are; otherwise there is nothing here. */
export async function requireNetwork(actor: Actor, networks: readonly Range[]): Promise<Actor> {
  return (await isLetIn(actor, networks)) ? actor : notFound();
}
