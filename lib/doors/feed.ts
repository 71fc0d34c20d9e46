import "server-only";
import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { AppError, retryHeader, STATUS } from "@/lib/errors";
import { report } from "@/lib/report";
import type { Context } from "@/lib/tenancy/context";
import { tenantTx } from "@/lib/tenancy/db";
import { findFeedActor } from "@/lib/tenancy/feed";
import { outageOf } from "@/lib/tenancy/outage";
import { lookUpToken, spendFeed } from "./budget";

/** The calendar as text; null where there is none any more, or none that the feed's member may see. */
type Load = (context: Context, scheduleId: string | null) => Promise<string | null>;

type RouteContext = { params: Promise<{ token: string }> };

/** After what went wrong here a calendar asks again in so many seconds, and keeps what it has. */
const AGAIN_SECONDS = 300;

/** No refusal is quicker than this, in ms: how long it took would tell what was wrong. */
const QUICKEST = 150;

/**
 * A GET of a calendar by its private address: token, member, one transaction, text. Whatever is wrong with the token
 * is answered alike: 404, in the same words and after the same time. What is wrong with Standby is 503: a calendar that
 * hears 404 drops what it has.
 */
export function feed(load: Load) {
  return async (request: Request, { params }: RouteContext): Promise<Response> => {
    const refusal = pause(QUICKEST);
    const token = /^(.*)\.ics$/.exec((await params).token)?.[1] ?? "";
    try {
      const found = await lookUpToken(token, () => findFeedActor(token));
      if (found) await spendFeed(found.actor, found.feedId);
      const text = found && (await loadFor(load, found));
      if (text) return calendarResponse(text, request.headers.get("if-none-match"));
    } catch (error) {
      if (!(error instanceof AppError)) report(error);
      const wait = toWait(error);
      if (wait) return waitResponse(wait);
    }
    await refusal;
    const headers = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };
    return new Response("There is no such calendar.\n", { status: 404, headers });
  };
}

/** What somebody has to wait for; null for what is wrong with the address. Whatever is wrong here is no reason to drop it. */
function toWait(error: unknown): AppError | null {
  if (error instanceof AppError) return error.retryAfter === undefined ? null : error;
  const words = "The calendar cannot be made now. It will be there again.";
  return outageOf(error) ?? new AppError("unavailable", words, undefined, AGAIN_SECONDS);
}

const waitResponse = (error: AppError): Response =>
  new Response(`${error.message}\n`, {
    status: STATUS[error.code],
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Cache-Control": "no-store",
      ...retryHeader(error),
    },
  });

function loadFor(
  load: Load,
  { actor, scheduleId }: NonNullable<Awaited<ReturnType<typeof findFeedActor>>>,
): Promise<string | null> {
  return tenantTx(actor.orgId, (db, now) => load({ actor, db, now }, scheduleId));
}

function calendarResponse(text: string, known: string | null): Response {
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  const headers = {
    ETag: etag,
    // A calendar keeps what it has and asks whether it is still so; nobody in between keeps anything.
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
  };
  if (isKnown(known, etag)) return new Response(null, { status: 304, headers });
  return new Response(text, {
    headers: {
      ...headers,
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": 'inline; filename="standby.ics"',
    },
  });
}

/** RFC 9110, 13.1.2: a list of tags, weak ones compared by what they are of, or a star. */
function isKnown(known: string | null, etag: string): boolean {
  const tags = (known ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
