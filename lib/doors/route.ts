import "server-only";
import { redirect, unstable_rethrow } from "next/navigation";
import * as z from "zod";
import { requireSession } from "@/lib/auth/session";
import { env } from "@/lib/env";
import { AppError, retryHeader, STATUS } from "@/lib/errors";
import { report } from "@/lib/report";
import type { Context } from "@/lib/tenancy/context";
import { actorTx } from "@/lib/tenancy/db";
import { outageOf } from "@/lib/tenancy/outage";
import type { Requirement } from "@/lib/tenancy/require";
import { recordLook } from "@/lib/tenancy/support";
import { type Costly, spendOwn, spendRead, spendShared } from "./budget";
import { requireCaller } from "./caller";
import { asDoor } from "./door";
import { noteHidden } from "./hidden";
import { confirmAddress, requireFresh } from "./step-up";

type Spec<S extends z.ZodType, T> = {
  readonly permission: Requirement;
  /** The query string and the route's parameters, in one object. */
  readonly input: S;
  /** The budget it is taken from, if it costs more than a page. */
  readonly costly?: Costly;
  /** Who has not proven within five minutes to be the session's user is sent to do so, and then back. */
  readonly stepUp?: true;
  readonly load: (context: Context, input: z.output<S>) => Promise<T>;
  readonly respond: (data: T, request: Request) => Response;
  /** An answer that shows nothing of the organisation's is no look of support's, which would be logged. */
  readonly shows?: "nothing";
};

type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };

/** The page of ours whose link was followed, or the list of organisations. */
function pageBefore(request: Request): string {
  const before = request.headers.get("referer") ?? "";
  if (!URL.canParse(before)) return "/organisations";
  const { origin, pathname, search } = new URL(before);
  return origin === new URL(env().STANDBY_URL).origin ? pathname + search : "/organisations";
}

/** A GET of an organisation that is no page: session or API key, membership, permission, input, one transaction, response. */
export function route<S extends z.ZodType, T>(spec: Spec<S, T>) {
  const handle = async (request: Request, { params }: RouteContext): Promise<Response> => {
    try {
      const raw = await params;
      const spend = spec.costly ? spendOwn : spendRead;
      const actor = await requireCaller(request, String(raw.org), spec.permission, spend);
      if (spec.costly) await spendShared(actor, spec.costly);
      if (spec.stepUp && !actor.key) requireFresh(await requireSession(), actor.slug);
      const input = spec.input.safeParse({
        ...Object.fromEntries(new URL(request.url).searchParams),
        ...raw,
      });
      if (!input.success) throw new AppError("invalid", z.prettifyError(input.error));
      if (spec.shows !== "nothing") await recordLook(actor, new URL(request.url).pathname);
      const data = await actorTx(actor, (db, now) =>
        spec.load({ actor, db, now }, input.data),
      ).catch((error: unknown) => {
        noteHidden(actor, spec.permission, { error, named: input.data });
        throw error;
      });
      return spec.respond(data, request);
    } catch (error) {
      return toResponse(error, request);
    }
  };
  const { permission: asks, stepUp, input } = spec;
  return asDoor(handle, { kind: "route", asks, stepUp, takes: [input] });
}

const nothingHere = () => new AppError("not_found", "There is nothing here.");

/** What Next would answer to it, any cache in between may keep and show to whoever may see what is there. */
const isNotFound = (error: unknown): boolean =>
  error instanceof Error && "digest" in error && error.digest === "NEXT_HTTP_ERROR_FALLBACK;404";

function toResponse(error: unknown, request: Request): Response {
  if (isNotFound(error)) return toResponse(nothingHere(), request);
  const headers = { "Cache-Control": "private, no-store" };
  if (error instanceof AppError && error.code === "confirm")
    redirect(confirmAddress(pageBefore(request)));
  if (error instanceof AppError) {
    const code = error.code === "refused" ? "not_found" : error.code;
    const asks = code === "signed_out" && { "WWW-Authenticate": "Bearer" };
    return Response.json(
      { error: { code, message: error.message } },
      { status: STATUS[code], headers: { ...headers, ...retryHeader(error), ...asks } },
    );
  }
  unstable_rethrow(error);
  const id = report(error);
  const outage = outageOf(error);
  if (outage) return toResponse(outage, request);
  return Response.json(
    { error: { code: "internal", message: "Something went wrong. It has been reported.", id } },
    { status: 500, headers },
  );
}
