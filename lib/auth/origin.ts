import "server-only";
import { isIP } from "node:net";
import { headers } from "next/headers";
import { env } from "@/lib/env";

/** Where a request comes from: the network address, null where nobody can be trusted to know it, and the device. */
export type Origin = { readonly address: string | null; readonly device: string };

/** Where the present request comes from. */
export async function requestOrigin(): Promise<Origin> {
  const sent = await headers();
  return {
    address: clientAddress(sent.get("x-forwarded-for") ?? "", env().TRUSTED_PROXIES),
    device: (sent.get("user-agent") ?? "Unknown device").slice(0, 200),
  };
}

/**
 * The client's address out of X-Forwarded-For, to which every proxy adds whom it was called by, behind this many
 * proxies. What stands further left the client may have written itself. Null without proxies, or for no address.
 */
export function clientAddress(forwarded: string, proxies: number): string | null {
  if (proxies === 0) return null;
  const address = forwarded.split(",").at(-proxies)?.trim() ?? "";
  return isIP(address) === 0 ? null : address;
}
