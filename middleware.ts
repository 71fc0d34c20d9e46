import { type NextRequest, NextResponse } from "next/server";
import { cameWithoutHttps } from "@/lib/auth/https";
import { BROWSER_SENTRY_DSN, DEVELOPMENT, publicAddress } from "@/lib/env.public";

/** Where the browser reports errors to, if anywhere. */
const sentry = BROWSER_SENTRY_DSN ? ` ${new URL(BROWSER_SENTRY_DSN).origin}` : "";

/** The same page over HTTPS. Only base's host: a path such as `//elsewhere` must not become another one. */
function secureAddress({ pathname, search }: URL): URL {
  const secure = new URL(publicAddress() ?? "");
  secure.pathname = pathname;
  secure.search = search;
  return secure;
}

/** Where browsers say that a page broke its policy. */
const REPORTS = "/api/policy";

/** Asked for by a program, which would not notice that it is led on, and had sent its key for all to read. */
const isProgram = ({ headers, nextUrl }: NextRequest): boolean =>
  headers.has("authorization") || /^\/feeds\/|\.json$/.test(nextUrl.pathname);

/** What is answered to a request that came without HTTPS: people who look are led to it, all else is refused. */
function withoutHttps(request: NextRequest): NextResponse | null {
  if (!cameWithoutHttps(request.headers)) return null;
  const looks = request.method === "GET" || request.method === "HEAD";
  if (looks && !isProgram(request))
    return NextResponse.redirect(secureAddress(request.nextUrl), 308);
  return new NextResponse(null, { status: 403 });
}

/** Whether another site embeds this or fetches it, rather than leading people here. Forms are their doors' business. */
function isEmbedded({ method, headers }: NextRequest): boolean {
  if (method === "POST" || !/^(cross|same)-site$/.test(headers.get("sec-fetch-site") ?? ""))
    return false;
  return (
    headers.get("sec-fetch-mode") !== "navigate" || headers.get("sec-fetch-dest") !== "document"
  );
}

/** By what pages are asked, and all routes but SCIM's; Next itself would show a page by whatever method. */
const METHODS: readonly string[] = ["GET", "HEAD", "POST"];

const isKnownMethod = ({ method, nextUrl }: NextRequest): boolean =>
  METHODS.includes(method) || nextUrl.pathname.startsWith("/scim/");

/** What next.config.js lets an action read. */
const LARGEST_BODY = 5 * 1024 * 1024;

/** The status for a body that Next would read, or fail at, for longer than anything here needs; null for others. */
function refusedBody({ headers }: NextRequest): number | null {
  // Nobody knows how much is still to come; every browser says how much it sends.
  if (headers.has("transfer-encoding")) return 411;
  return Number(headers.get("content-length")) > LARGEST_BODY ? 413 : null;
}

/**
 * The status for a form that Next would refuse with an error of the server's own: one of another site by Next's own
 * rule. Null for all others, which their doors judge.
 */
function refusedForm({ method, headers }: NextRequest): number | null {
  if (method !== "POST") return null;
  // A provider's form with an answer to sign-in is of another site too, and no action.
  const type = headers.get("content-type") ?? "";
  if (!headers.has("next-action") && !type.startsWith("multipart/form-data")) return null;
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
  const plain = withoutHttps(request);
  if (plain) return plain;
  if (!isKnownMethod(request))
    return new NextResponse(null, { status: 405, headers: { Allow: METHODS.join(", ") } });
  const refused = isEmbedded(request) ? 403 : (refusedBody(request) ?? refusedForm(request));
  if (refused) return new NextResponse(null, { status: refused });
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));

  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${DEVELOPMENT ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${DEVELOPMENT ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${sentry}${DEVELOPMENT ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    // Browsers that know the second take no notice of the first.
    `report-uri ${REPORTS}`,
    "report-to policy",
  ].join("; ");
  const forwarded = new Headers(request.headers);
  forwarded.set("content-security-policy", policy);
  forwarded.set("x-nonce", nonce);
  // For the log of what support looked at; whatever the client sent is overwritten.
  forwarded.set("x-path", request.nextUrl.pathname);
  const response = NextResponse.next({ request: { headers: forwarded } });
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("Reporting-Endpoints", `policy="${REPORTS}"`);
  return response;
}

export const config = {
  matcher: ["/((?!_next/static/|api/|icon\\.svg$).*)"],
};
