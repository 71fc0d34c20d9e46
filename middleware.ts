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

/**
 * The policy of pages, their path and the way to HTTPS, no more: it authorises nothing. The nonce is new for every page, so that a script
 * which an attacker manages to write into one does not run.
 */
export function middleware(request: NextRequest): NextResponse {
  const secure = secureAddress(request);
  if (secure) return NextResponse.redirect(secure, 308);
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
