import "server-only";
import { currentSession, sendsSession } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import type { Actor } from "@/lib/tenancy/actor";
import { findKeyActor } from "@/lib/tenancy/key";
import { type Requirement, requireActor, requireAllowed } from "@/lib/tenancy/require";
import { bearerOf } from "./bearer";
import { lookUpToken, spendVisit } from "./budget";

/**
 * Who calls a route, if they may: an API key, or the session. Throws busy beyond a budget, invalid for both at once, signed_out for
 * neither or a key that does not work, not_found for a key of another organisation, refused as `requireActor` does.
 */
export async function requireCaller(
  request: Request,
  slug: string,
  requirement: Requirement,
  spend: (actor: Actor) => Promise<void>,
): Promise<Actor> {
  const bearer = bearerOf(request);
  if (bearer === null) {
    await spendVisit();
    if (await currentSession()) return requireActor(slug, requirement, spend);
    throw new AppError("signed_out", "Sign in first, or send an API key.");
  }
  if (await sendsSession())
    throw new AppError("invalid", "Send either an API key or the cookie of a session, not both.");
  const actor = await lookUpToken(bearer, () => findKeyActor(bearer));
  if (!actor)
    throw new AppError(
      "signed_out",
      "This API key is mistyped, has expired, was revoked, or may not be used from here.",
    );
  if (actor.slug !== slug) throw new AppError("not_found", "There is nothing here.");
  return requireAllowed(actor, requirement, spend);
}
