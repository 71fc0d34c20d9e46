import { type NextRequest, NextResponse } from "next/server";
import { BROWSER_SENTRY_DSN, DEVELOPMENT, publicAddress } from "@/lib/env.public";

/** Where the browser reports errors to, if anywhere. */
const sentry = BROWSER_SENTRY_DSN ? ` ${new URL(BROWSER_SENTRY_DSN).origin}` : "";

/** The same page over HTTPS, where people use the application so and a proxy says that this request came without. */
function secureAddress({ headers, nextUrl }: NextRequest): URL | null {
  const base = publicAddress();
  if (!base?.startsWith("https:") || headers.get("x-forwarded-proto") !== "http") return null;
  return new URL(nextUrl.pathname + nextUrl.search, base);
}

/** What next.config.js lets an action read. */
const LARGEST_FORM = 5 * 1024 * 1024;

/**
 * The status for a form that Next would refuse with an error of the server's own: one of another site by Next's own
 * rule, or one that is too large. Null for all others, which their doors judge.
 */
function refusedForm({ method, headers }: NextRequest): number | null {
  if (method !== "POST") return null;
  // A provider's form with an answer to sign-in is of another site too, and no action.
  const type = headers.get("content-type") ?? "";
  if (!headers.has("next-action") && !type.startsWith("multipart/form-data")) return null;
  if (Number(headers.get("content-length")) > LARGEST_FORM) return 413;
  const from = headers.get("origin");
  const [host = ""] = (headers.get("x-forwarded-host") ?? headers.get("host") ?? "").split(",");
  if (from === null) return null;
  return URL.canParse(from) && new URL(from).host === host.trim() ? null : 403;
}

/**
 * The policy of pages, their path and the way to HTTPS, no more: it authorises nothing. The nonce is new for every page, so that a script
 * which an attacker manages to write into one does not run.
 */
export function middleware(request: NextRequest): NextResponse {
  const secure = secureAddress(request);
  if (secure) return NextResponse.redirect(secure, 308);
  const refused = refusedForm(request);
  if (refused) return new NextResponse(null, { status: refused });
  const nonce = btoa(crypto.randomUUID());

  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${DEVELOPMENT ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${DEVELOPMENT ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'", // where a shift begins and ends on a timeline
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${sentry}${DEVELOPMENT ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  const forwarded = new Headers(request.headers);
  forwarded.set("content-security-policy", policy);
  forwarded.set("x-nonce", nonce);
  // For the log of what support looked at; whatever the client sent is overwritten.
  forwarded.set("x-path", request.nextUrl.pathname);
  const response = NextResponse.next({ request: { headers: forwarded } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

export const config = {
  matcher: ["/((?!_next/static|api/|icon.svg|favicon.ico).*)"],
};
