import "server-only";
import type { Flow } from "./flow";
import { beginOidc } from "./oidc";
import type { Provider } from "./provider";
import { beginSaml, newRequestId } from "./saml";

/** Where a browser is sent to sign in, and what to know the answer by. `again`: they must prove it anew. Throws SsoFailure. */
export async function begin(
  provider: Provider,
  again: boolean,
): Promise<{ readonly url: URL; readonly checks: Flow["checks"] }> {
  if (provider.kind === "oidc") return beginOidc(provider, again);
  const requestId = newRequestId();
  return { url: await beginSaml(provider, requestId, again), checks: { requestId } };
}
