import * as z from "zod";
import { STATUS } from "@/lib/errors";
import { waitInWords } from "@/lib/limits/limits";

const search = z.object({
  code: z.enum(["busy", "unavailable"]).catch("busy"),
  seconds: z.coerce.number().int().min(1).max(86_400).catch(60),
});

const WORDS = {
  busy: "You, or others in your organisation or on your network, opened more pages than one can read.",
  unavailable: "There is more to do here than can be done at once.",
} as const;

const STYLE = `body { font: 16px/1.5 system-ui, sans-serif; max-width: 25rem; margin: 12vh auto; padding: 0 1rem; color-scheme: light dark }
h1 { font-size: 1.25rem }
a { color: LinkText }`;

const text = (wait: string, words: string, nonce: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Please wait · Standby</title>
<style nonce="${nonce}">
${STYLE}
</style></head>
<body>
<main><h1>Please wait ${wait}</h1>
<p>${words} Nothing that you saved is lost. Wait ${wait}, then go on.</p>
<p><a href="/">Who is on call now</a></p></main>
</body></html>
`;

/** Where a page sends whoever has to wait: pages cannot answer with a status of their own, a route can. */
export function GET(request: Request): Response {
  const { code, seconds } = search.parse(Object.fromEntries(new URL(request.url).searchParams));
  // The policy's, which middleware.ts writes, whatever a client sent.
  const nonce = request.headers.get("x-nonce") ?? "";
  return new Response(text(waitInWords(seconds), WORDS[code], nonce), {
    status: STATUS[code],
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Cache-Control": "private, no-store",
      "Retry-After": String(seconds),
    },
  });
}
