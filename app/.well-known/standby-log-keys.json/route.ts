import { publicKeys } from "@/lib/log/key";

export const dynamic = "force-dynamic";

/** The public keys that sign the change logs of this installation, for everybody. */
export async function GET(): Promise<Response> {
  return Response.json(await publicKeys(), {
    headers: { "Content-Type": "application/jwk-set+json", "Cache-Control": "public, max-age=300" },
  });
}
