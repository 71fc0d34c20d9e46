import { type NextRequest, NextResponse } from "next/server";
import { BROWSER_SENTRY_DSN, DEVELOPMENT } from "@/lib/env.public";

/** Where the browser reports errors to, if anywhere. */
const sentry = BROWSER_SENTRY_DSN ? ` ${new URL(BROWSER_SENTRY_DSN).origin}` : "";

/**
 * The policy of pages, no more: it authorises nothing. The nonce is new for every page, so that a script
 * which an attacker manages to write into one does not run.
 */
export function middleware(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());

  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${DEVELOPMENT ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
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
  const response = NextResponse.next({ request: { headers: forwarded } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

export const config = {
  matcher: ["/((?!_next/static|api/|icon.svg|favicon.ico).*)"],
};
