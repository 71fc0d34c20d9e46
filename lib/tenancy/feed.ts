import "server-only";
import { randomUUID } from "node:crypto";
import { findLiveFeed } from "@/lib/auth/key-store";
import { requestOrigin } from "@/lib/auth/origin";
import { isToken } from "@/lib/crypto/token";
import type { Actor } from "./actor";
import { tenantTx } from "./db";
import { within } from "./key-grants";
import { isLetIn } from "./network";
import { standingOf } from "./standing";
import { tokenIndex } from "./token-index";
import { useOf } from "./token-use";

const VIEW = [{ permission: "schedule.view", teamId: null }] as const;

/** The member that a feed's token stands for, who may now do nothing but look, and what the feed is of. */
export type FeedActor = {
  readonly feedId: string;
  readonly actor: Actor;
  readonly scheduleId: string | null;
};

/** Null for a token that does not work, or not from here: as of `findKeyActor`. Notes its use. */
export async function findFeedActor(token: string): Promise<FeedActor | null> {
  const live = isToken("feed", token) ? await findLiveFeed(await tokenIndex("feed", token)) : null;
  if (!live) return null;
  const { orgId, slug, organisation, zone, member, scheduleId } = live;
  const { memberId, userId, name, grants, factors } = member;
  const held = standingOf(grants, factors.length > 0);
  const actor: Actor = {
    orgId,
    slug,
    organisation,
    memberId,
    userId,
    name,
    zone,
    sessionHash: "",
    requestId: randomUUID(),
    origin: await requestOrigin(),
    grants: within(VIEW, held.grants),
  };
  if (!(await isLetIn(actor, live.networks))) return null;
  const use = useOf("Feed", actor, live);
  if (use) await tenantTx(orgId, (db) => db.feed.updateMany(use));
  return { feedId: live.id, actor, scheduleId };
}
