import "server-only";
import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { decideEntry, namedTo, provesFactor } from "@/lib/auth/demand";
import { requestOrigin } from "@/lib/auth/origin";
import { requireSession } from "@/lib/auth/session";
import { AppError, type ErrorCode } from "@/lib/errors";
import { type Actor, canSomewhere, waitsForFactor } from "./actor";
import { tenantTx } from "./db";
import { requireNetwork } from "./network";
import type { Permission } from "./permissions";
import { noteBypass } from "./sso-bypass";
import { standingOf } from "./standing";
import { supportActor } from "./support";
import { type Repeatable, recordRefused } from "./tally";

/**
 * What a door asks for: a permission, or merely to be a member of the organisation, or a visitor: a member, or support
 * that an owner lets look.
 */
export type Requirement = Permission | "member" | "visitor";

/**
 * The member that the session of this request is in the organisation of this name, or support that its owner lets
 * look. Not signed in: to the sign-in page. Neither, from outside the organisation's networks, or no such organisation:
 * not found, without a difference. Without the second factor or the single sign-on that the organisation asks for: to where
 * one is set up or proven. Signed out by the organisation: to sign in anew. In a session that another organisation's
 * provider opened: to sign in by other means, member or not, for whoever runs that provider must not learn which.
 */
export const requireMember = cache(async (slug: string): Promise<Actor> => {
  const session = await requireSession();
  const membership = namedTo(session).find((held) => held.slug === slug);
  if (!membership && !session.own) redirect(await askAddress("/sso", slug));
  const asked = membership && decideEntry(membership, session, Date.now());
  if (asked?.kind === "set-up") redirect(`/second-factor?org=${slug}`);
  if (asked?.kind === "prove") redirect(`/confirm?org=${slug}`);
  if (asked?.kind === "sso") redirect(await askAddress("/sso", slug));
  if (asked?.kind === "out") redirect(await askAddress("/sign-in", slug));
  const who = {
    userId: session.userId,
    name: session.name,
    zone: session.zone,
    sessionHash: session.sessionHash,
    requestId: randomUUID(),
    origin: await requestOrigin(),
  };
  if (!membership) return (await supportActor(session, slug, who)) ?? notFound();
  const { orgId, organisation, memberId, grants } = membership;
  const actor: Actor = {
    ...who,
    orgId,
    slug,
    organisation,
    memberId,
    ...standingOf(grants, provesFactor(membership.sso, session)),
    hasFactor: session.factors.length > 0,
  };
  await requireNetwork(actor, membership.networks);
  if (asked?.kind === "bypass") await noteBypass(actor, session);
  return actor;
});

/** Where an organisation's member signs in, and from there back to the page of this request. */
async function askAddress(page: "/sso" | "/sign-in", slug: string): Promise<string> {
  const to = (await headers()).get("x-path") ?? "";
  return `${page}?${new URLSearchParams({ org: slug, ...(to.startsWith("/o/") && { to }) })}`;
}

/** Whether the door opens. Support is no member, whatever it may see; nor is a key. */
function opens(actor: Actor, requirement: Requirement): boolean {
  if (requirement === "visitor") return !actor.key;
  if (requirement === "member") return !actor.support && !actor.key;
  return canSomewhere(actor, requirement);
}

/**
 * The actor, if they may. A refusal is logged and looks like "not found" to pages; a permission that waits for a
 * second factor is `factor_missing`, or `confirm` where it only has to be proven. `spend` comes before either: refusals cost something too.
 */
export async function requireActor(
  slug: string,
  requirement: Requirement,
  spend?: (actor: Actor) => Promise<void>,
): Promise<Actor> {
  return requireAllowed(await requireMember(slug), requirement, spend);
}

/** The same for an actor who is known already. */
export async function requireAllowed(
  actor: Actor,
  requirement: Requirement,
  spend?: (actor: Actor) => Promise<void>,
): Promise<Actor> {
  await spend?.(actor);
  if (opens(actor, requirement)) return actor;
  await noteRefused(actor, requirement);
  throw waits(actor, requirement) ? unproven(actor) : notHeld();
}

const notHeld = () =>
  new AppError("refused", "You do not have the permission for this. An owner can grant it.");

/** What a provider says is no second factor: who has one and came by a provider is asked for it. */
const unproven = ({ hasFactor }: Actor) =>
  hasFactor
    ? new AppError(
        "confirm",
        "This needs your second factor. Confirm that it is you, then send this again.",
      )
    : new AppError(
        "factor_missing",
        "This needs a second factor on your account. Set one up under Me, then do it again.",
      );

const waits = (actor: Actor, requirement: Requirement): boolean =>
  requirement !== "member" && requirement !== "visitor" && waitsForFactor(actor, requirement);

/** The actor, if they may and are a member: support changes nothing, whatever a door asks for. */
export async function requireWriter(
  slug: string,
  requirement: Requirement,
  spend?: (actor: Actor) => Promise<void>,
): Promise<Actor> {
  const actor = await requireActor(slug, requirement, spend);
  if (!actor.support) return actor;
  await noteRefused(actor, requirement);
  throw new AppError("refused", "Support can look and changes nothing.");
}

const REFUSALS: ReadonlySet<ErrorCode> = new Set(["refused", "factor_missing"]);

export const isRefusal = (error: unknown): boolean =>
  error instanceof AppError && REFUSALS.has(error.code);

/**
 * Logs that a member or a key was refused at a door, in a transaction of its own: that of the act is rolled back. An error
 * of another kind is none of its business.
 */
export async function noteRefusal(
  actor: Actor,
  requirement: Requirement,
  error: unknown,
): Promise<void> {
  if (isRefusal(error)) await noteRefused(actor, requirement);
}

async function noteRefused(actor: Actor, requirement: Requirement): Promise<void> {
  const { key } = actor;
  const refused: Repeatable = key
    ? { action: "key.refused", door: `${requirement}@${key.id}` }
    : { action: "permission.refused", door: requirement };
  await tenantTx(actor.orgId, (db) => recordRefused(actor, db, refused, Date.now()));
}
