import { openRoute } from "@/lib/doors/open-route";
import { env } from "@/lib/env";

const HALF_YEAR = 182 * 86_400_000;

/** Where to report a weakness (RFC 9116), if the operator has said so. */
export const GET = openRoute(() => {
  const { SECURITY_CONTACT, STANDBY_URL } = env();
  if (!SECURITY_CONTACT) return new Response("Not found\n", { status: 404 });
  const expires = new Date(Date.now() + HALF_YEAR);
  expires.setUTCHours(0, 0, 0, 0);
  const lines = [
    `Contact: ${SECURITY_CONTACT}`,
    `Expires: ${expires.toISOString()}`,
    "Preferred-Languages: en",
    `Canonical: ${new URL("/.well-known/security.txt", STANDBY_URL)}`,
  ];
  return new Response(`${lines.join("\n")}\n`, {
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "max-age=86400" },
  });
});

export const dynamic = "force-dynamic";
