import "server-only";
import * as client from "openid-client";
import * as z from "zod";
import { emailSchema } from "@/lib/auth/email";
import { type Claim, SsoFailure } from "./claim";
import { outbound, refusedAddress } from "./outbound";
import { type Provider, providerAddress } from "./provider";
import type { FailureReason } from "./schema";

/** What is remembered of a browser that was sent to a provider, to know its answer by. */
export type OidcChecks = {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
};

type Asking = Pick<Provider, "id" | "issuer" | "clientId" | "secret">;

/** What Microsoft writes where it speaks for all tenants; each token names its own. */
const ANY_TENANT = "{tenantid}";

/** Clocks may differ by so many seconds. */
const SKEW = 60;

/** What the provider says of itself. Throws SsoFailure. */
async function discover({ id, issuer, clientId, secret }: Asking) {
  const url = URL.canParse(issuer) ? new URL(issuer) : null;
  if (!url || refusedAddress(url)) throw new SsoFailure("unreachable");
  const found = await client
    .discovery(url, clientId, { client_secret: secret, [client.clockTolerance]: SKEW }, undefined, {
      [client.customFetch]: outbound,
      execute: [
        // Its word is signed: do not rest on the connection alone.
        client.enableNonRepudiationChecks,
        ...(url.protocol === "http:" ? [client.allowInsecureRequests] : []),
      ],
    })
    .catch((cause: unknown) => {
      throw new SsoFailure("unreachable", cause);
    });
  const { authorization_endpoint: door, token_endpoint: token, ...said } = found.serverMetadata();
  if (!door || !token || refusedAddress(new URL(door))) throw new SsoFailure("unreachable");
  // Whoever has any account of Microsoft's would come by it: the operator's choice, no organisation's.
  if (said.issuer.includes(ANY_TENANT) && id !== "microsoft") throw new SsoFailure("unreachable");
  return found;
}

/** Whether an OpenID Connect provider answers at this issuer. */
export async function isIssuer(issuer: string): Promise<boolean> {
  return discover({ id: "", issuer, clientId: "none", secret: "none" }).then(
    () => true,
    () => false,
  );
}

/** Where a browser is sent to sign in, and what to know the answer by. `again`: they must prove it anew. Throws SsoFailure. */
export async function beginOidc(
  provider: Asking,
  again: boolean,
): Promise<{ readonly url: URL; readonly checks: OidcChecks }> {
  const checks = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
  };
  const url = client.buildAuthorizationUrl(await discover(provider), {
    redirect_uri: providerAddress(provider.id, "callback"),
    scope: "openid email profile",
    state: checks.state,
    nonce: checks.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(checks.verifier),
    code_challenge_method: "S256",
    ...(again && { prompt: "login", max_age: "0" }),
  });
  return { url, checks };
}

const claimsSchema = z.object({
  iss: z.string(),
  tid: z.string().optional().catch(undefined),
  iat: z.number(),
  sub: z.string().min(1).max(255),
  azp: z.string().optional(),
  name: z.string().optional().catch(undefined),
  email: emailSchema.optional().catch(undefined),
  auth_time: z.number().optional().catch(undefined),
});

/** Who came back with this query, by the checks of the browser that was sent. Throws SsoFailure. */
export async function finishOidc(
  provider: Asking,
  query: URLSearchParams,
  checks: OidcChecks,
): Promise<Claim> {
  const configuration = await discover(provider);
  const address = new URL(providerAddress(provider.id, "callback"));
  address.search = query.toString();
  const answer = await client
    .authorizationCodeGrant(configuration, address, {
      expectedState: checks.state,
      expectedNonce: checks.nonce,
      pkceCodeVerifier: checks.verifier,
      idTokenExpected: true,
    })
    .catch((cause: unknown) => {
      throw new SsoFailure(reasonOf(cause), cause);
    });
  const claims = claimsSchema.parse(answer.claims());
  const { iss, tid, iat, azp, sub, auth_time: at, ...signed } = claims;
  // The library puts whatever the token calls its tenant into the issuer.
  if (configuration.serverMetadata().issuer.includes(ANY_TENANT) && !isTenant(tid))
    throw new SsoFailure("answer");
  // The library looks at it only where there are several audiences.
  if (azp !== undefined && azp !== provider.clientId) throw new SsoFailure("audience");
  // The library looks at when a token ends, and not at when it begins.
  if (iat > Date.now() / 1000 + SKEW) throw new SsoFailure("expired");
  const { name, email } = signed.email
    ? signed
    : { ...signed, ...(await moreOf(configuration, answer.access_token, sub)) };
  return {
    provider: provider.id,
    subject: `${iss}\n${sub}`,
    label: (email ?? name ?? sub).slice(0, 200),
    authenticatedAt: at === undefined ? null : at * 1000,
  };
}

const isTenant = (tid: string | undefined): boolean => z.uuid().safeParse(tid).success;

/** What a provider keeps out of the token that it signs: it tells whoever asks with what came along. */
async function moreOf(configuration: client.Configuration, accessToken: string, sub: string) {
  if (!configuration.serverMetadata().userinfo_endpoint) return {};
  const told = await client.fetchUserInfo(configuration, accessToken, sub).catch(() => ({ sub }));
  const { name, email } = claimsSchema.pick({ name: true, email: true }).parse(told);
  return { name, email };
}

function reasonOf(cause: unknown): FailureReason {
  if (cause instanceof client.AuthorizationResponseError)
    return cause.error === "access_denied" ? "declined" : "answer";
  if (cause instanceof client.ResponseBodyError)
    return cause.error === "invalid_client" || cause.error === "unauthorized_client"
      ? "secret"
      : "answer";
  if (cause instanceof client.WWWAuthenticateChallengeError) return "secret";
  if (cause instanceof client.ClientError) return "answer";
  return "unreachable";
}
