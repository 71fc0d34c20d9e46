import "server-only";
import { Resolver } from "node:dns/promises";
import { env } from "@/lib/env";

const NAME = "_standby";
const PREFIX = "standby-verification=";

/** Where an organisation writes what shows that a domain is its own, and what it writes there. */
export const domainRecord = (domain: string, token: string) => ({
  name: `${NAME}.${domain}`,
  text: `${PREFIX}${token}`,
});

/** The tokens that stand in the domain's DNS now; none where there are none, or nobody answers. */
export async function findDomainTokens(domain: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const { SSO_DNS } = env();
  if (SSO_DNS.length > 0) resolver.setServers(SSO_DNS);
  const records = await resolver.resolveTxt(domainRecord(domain, "").name).catch(() => []);
  return records
    .map((parts) => parts.join(""))
    .flatMap((text) => (text.startsWith(PREFIX) ? [text.slice(PREFIX.length)] : []));
}
