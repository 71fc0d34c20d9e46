import "server-only";
import { findConnection } from "@/lib/auth/connection-store";
import { open } from "@/lib/crypto/box";
import { env } from "@/lib/env";

/** Somebody who says who a browser's user is: the operator's, for everybody, or an organisation's own connection. */
export type Provider = {
  /** `google`, `microsoft`, or the connection's id. */
  readonly id: string;
  readonly kind: "oidc" | "saml";
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly secret: string;
  /** SAML: where people sign in, and the certificates of which one must have signed. */
  readonly entryPoint: string;
  readonly certificates: readonly string[];
  /** Whose it is; null for the operator's. */
  readonly organisation: {
    readonly orgId: string;
    readonly slug: string;
    readonly name: string;
  } | null;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Where a connection's client secret is sealed. */
export const secretPlace = (orgId: string, row: string) => ({
  table: "SsoConnection",
  column: "secret",
  orgId,
  row,
});

const plain = { kind: "oidc", entryPoint: "", certificates: [], organisation: null } as const;

/** The operator's providers that are set up, for everybody. */
export function publicProviders(): readonly Provider[] {
  const settings = env();
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GOOGLE_ISSUER } = settings;
  const { MICROSOFT_CLIENT_ID, MICROSOFT_CLIENT_SECRET } = settings;
  const { MICROSOFT_AUTHORITY, MICROSOFT_TENANT } = settings;
  const all = [
    {
      id: "google",
      name: "Google",
      issuer: GOOGLE_ISSUER,
      clientId: GOOGLE_CLIENT_ID,
      secret: GOOGLE_CLIENT_SECRET,
    },
    {
      id: "microsoft",
      name: "Microsoft",
      issuer: new URL(`/${MICROSOFT_TENANT}/v2.0`, MICROSOFT_AUTHORITY).href,
      clientId: MICROSOFT_CLIENT_ID,
      secret: MICROSOFT_CLIENT_SECRET,
    },
  ];
  return all.flatMap(({ clientId, secret, ...rest }) =>
    clientId && secret ? [{ ...plain, ...rest, clientId, secret }] : [],
  );
}

/** A provider by its id; null for one that is not, or not set up. */
export async function findProvider(id: string): Promise<Provider | null> {
  const known = publicProviders().find((one) => one.id === id);
  if (known || !UUID.test(id)) return known ?? null;
  const found = await findConnection(id);
  if (!found) return null;
  const { orgId, slug, organisation, secretBox, ...rest } = found;
  const secret = secretBox ? open(secretBox, secretPlace(orgId, id)) : "";
  return { ...rest, secret, organisation: { orgId, slug, name: organisation } };
}

/** An address of ours that a provider is told. The callback and the ACS are where it sends people back to, exactly. */
export function providerAddress(
  id: string,
  what: "callback" | "acs" | "metadata" | "start" | "finish",
): string {
  return new URL(`/sso/${id}/${what}`, env().STANDBY_URL).href;
}
