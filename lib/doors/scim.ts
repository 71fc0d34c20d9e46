import "server-only";
import { sendsSession } from "@/lib/auth/session";
import { AppError, retryHeader, STATUS } from "@/lib/errors";
import { spend } from "@/lib/limits/spend";
import { report } from "@/lib/report";
import type { ScimAnswer, ScimCall, ScimContext } from "@/lib/scim/call";
import { badValue, ScimFault, taken } from "@/lib/scim/fault";
import { tenantTx } from "@/lib/tenancy/db";
import { outageOf } from "@/lib/tenancy/outage";
import { findScimActor, type ScimActor } from "@/lib/tenancy/scim";
import { recordRefused } from "@/lib/tenancy/tally";
import { isTaken } from "@/lib/tenancy/unique";
import { bearerOf } from "./bearer";
import { lookUpToken, spendVisit } from "./budget";
import { atWork } from "./undecodable";

type Run = (context: ScimContext, call: ScimCall) => Promise<ScimAnswer>;

type RouteContext = { params: Promise<{ path?: string[] }> };

const MOST_BYTES = 1_048_576;
const TYPE = "application/scim+json";

/**
 * A request of an organisation's provider: token, budget, body, one tenant transaction, answer; whatever goes wrong is said
 * as RFC 7644 wants it. The organisation is the token's: no address names one.
 */
export function scimRoute(run: Run) {
  return async (request: Request, { params }: RouteContext): Promise<Response> => {
    atWork();
    let actor: ScimActor | undefined;
    try {
      actor = await requireScim(request);
      const { orgId } = actor;
      await spend("scim-organisation", orgId);
      const path = (await params).path ?? [];
      const { method } = request;
      const { searchParams: search } = new URL(request.url);
      const call = { method, path, search, body: await readBody(request) };
      const present = actor;
      const answer = await tenantTx(orgId, (db, now) => run({ actor: present, db, now }, call), {
        timeoutMs: 60_000,
      });
      return toResponse(answer);
    } catch (error) {
      return toResponse(await toFault(error, actor));
    }
  };
}

async function requireScim(request: Request): Promise<ScimActor> {
  const bearer = bearerOf(request);
  if (bearer !== null && (await sendsSession()))
    throw new AppError("invalid", "Send no cookie of a session beside a token.");
  if (bearer === null) await spendVisit();
  const actor = bearer === null ? null : await lookUpToken(bearer, () => findScimActor(bearer));
  if (actor) return actor;
  throw new AppError(
    "signed_out",
    "Send the SCIM token of your organisation: this one is missing, mistyped, revoked, or may not be used from here.",
  );
}

async function readBody(request: Request): Promise<unknown> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    if (size > MOST_BYTES)
      throw new ScimFault(413, "That is more than a megabyte. Send less at once.");
    parts.push(part);
  }
  if (size === 0) return undefined;
  if (!/^application\/(scim\+)?json\b/i.test(request.headers.get("content-type") ?? ""))
    throw new ScimFault(415, `Send ${TYPE}.`);
  const text = Buffer.concat(parts).toString("utf8");
  // No text of the database's can hold it.
  if (/\\u0000/.test(text)) throw badValue("Leave out the sign U+0000.");
  try {
    return JSON.parse(text);
  } catch {
    throw new ScimFault(400, "That is no JSON.", "invalidSyntax");
  }
}

type Fault = ScimAnswer & { readonly headers?: Readonly<Record<string, string>> };

async function toFault(error: unknown, actor: ScimActor | undefined): Promise<Fault> {
  if (error instanceof ScimFault) return faultOf(error.status, error.message, error.scimType);
  if (isTaken(error)) return toFault(taken("Somebody has that name or id already."), actor);
  if (!(error instanceof AppError)) {
    report(error);
    const outage = outageOf(error);
    if (outage) return toFault(outage, actor);
    return faultOf(500, "Something went wrong. It has been reported.");
  }
  const asks = error.code === "signed_out" && { "WWW-Authenticate": "Bearer" };
  // The one thing that is refused here is to take the last owner away.
  if (error.code === "refused" && actor) await noteRefusal(actor);
  const status = error.code === "refused" ? 409 : STATUS[error.code];
  return { ...faultOf(status, error.message), headers: { ...retryHeader(error), ...asks } };
}

function faultOf(status: number, detail: string, scimType?: string): Fault {
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:Error"];
  return { status, body: { schemas, status: String(status), scimType, detail } };
}

const noteRefusal = (actor: ScimActor): Promise<void> =>
  tenantTx(actor.orgId, (db) =>
    recordRefused(actor, db, { action: "scim.refused", door: "last-owner" }, Date.now()),
  );

function toResponse({ status, body, location, headers }: Fault): Response {
  const all = {
    "Cache-Control": "private, no-store",
    ...(body && { "Content-Type": TYPE }),
    ...(location && { Location: location }),
    ...headers,
  };
  return new Response(body ? JSON.stringify(body) : null, { status, headers: all });
}
