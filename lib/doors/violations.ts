import "server-only";
import * as z from "zod";
import { networkOf } from "@/lib/auth/network";
import { requestOrigin } from "@/lib/auth/origin";
import { env } from "@/lib/env";
import { AppError, retryHeader, STATUS } from "@/lib/errors";
import { spend } from "@/lib/limits/spend";
import { logLine } from "@/lib/log-line";
import { readAtMost } from "./body";

const MOST_BYTES = 16_384;
const MOST_AT_ONCE = 20;

const text = z.string().max(8_000);
const directive = z.string().regex(/^[a-z-]{3,40}$/);

/** What `report-uri` sends: one breach. */
const single = z
  .object({
    "csp-report": z.object({
      "document-uri": text,
      "blocked-uri": text.default(""),
      "effective-directive": directive,
    }),
  })
  .transform(({ "csp-report": one }) => [
    {
      page: one["document-uri"],
      blocked: one["blocked-uri"],
      directive: one["effective-directive"],
    },
  ]);

/** What `report-to` sends: several reports, of what a browser has to say besides too. */
const several = z
  .array(
    z.union([
      z
        .object({
          type: z.literal("csp-violation"),
          body: z.object({
            documentURL: text,
            blockedURL: text.nullable().default(""),
            effectiveDirective: directive,
          }),
        })
        .transform(({ body }) => [
          { page: body.documentURL, blocked: body.blockedURL, directive: body.effectiveDirective },
        ]),
      z.object({ type: text }).transform(() => []),
    ]),
  )
  .max(MOST_AT_ONCE)
  .transform((all) => all.flat());

const KINDS = new Map<string, z.ZodType<z.output<typeof several>>>([
  ["application/csp-report", single],
  ["application/reports+json", several],
]);

/** Where something came from, or in a browser's word what it was: never its path, which may hold a secret. */
function originOf(blocked: string | null): string {
  if (blocked && /^[a-z-]{1,20}$/.test(blocked)) return blocked;
  return blocked && URL.canParse(blocked) ? new URL(blocked).origin : "unknown";
}

/** The first part of a page's path; null for a page that is not ours. */
function placeOf(page: string): string | null {
  if (!URL.canParse(page)) return null;
  const { origin, pathname } = new URL(page);
  return origin === new URL(env().STANDBY_URL).origin ? `/${pathname.split("/")[1]}` : null;
}

function parsed(body: string, schema: z.ZodType<z.output<typeof several>>) {
  try {
    return schema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

/**
 * Writes down what browsers say of pages that broke their policy, a line each: which rule, by what of where, on which
 * kind of page. Anybody can send anything: little is read, of each network only so often, and only what is of our pages.
 */
export async function takeViolations(request: Request): Promise<Response> {
  const { address } = await requestOrigin();
  try {
    await spend("report-address", address ? networkOf(address) : "unknown");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return new Response(null, { status: STATUS[error.code], headers: { ...retryHeader(error) } });
  }
  const [type = ""] = (request.headers.get("content-type") ?? "").toLowerCase().split(/[; ]/);
  const schema = KINDS.get(type);
  if (!schema) return new Response(null, { status: 415 });
  const body = await readAtMost(request, MOST_BYTES);
  if (body === null) return new Response(null, { status: 413 });
  const found = parsed(body, schema);
  if (!found) return new Response(null, { status: 400 });
  for (const { page, blocked, directive: rule } of found) {
    const place = placeOf(page);
    if (place) logLine("policy.broken", { rule, by: originOf(blocked), page: place });
  }
  return new Response(null, { status: 204 });
}
