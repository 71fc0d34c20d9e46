import { createServer, type Server } from "node:http";
import Provider, { type ClientMetadata } from "oidc-provider";

/** A real OpenID Connect provider on this machine, whose page lets in whoever types any name. The name is the address, too. */
export type OidcServer = { readonly issuer: string; readonly close: () => Promise<void> };

export type OidcClient = {
  readonly id: string;
  readonly secret: string;
  readonly callback: string;
};

/** Starts one; what it knows its clients by is asked when it has an address. */
export async function startOidc(
  clientsOf: (issuer: string) => Promise<readonly OidcClient[]> | readonly OidcClient[],
): Promise<OidcServer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://localhost:${portOf(server)}`;
  const clients = (await clientsOf(issuer)).map(toMetadata);
  const provider = new Provider(issuer, {
    clients,
    cookies: { keys: ["a key of the tests"] },
    features: { devInteractions: { enabled: true } },
    claims: { email: ["email", "email_verified"], profile: ["name"] },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, email: sub, email_verified: true, name: sub.split("@")[0] }),
    }),
  });
  server.on("request", provider.callback());
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { issuer, close };
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  return address.port;
}

const toMetadata = ({ id, secret, callback }: OidcClient): ClientMetadata => ({
  client_id: id,
  client_secret: secret,
  redirect_uris: [callback],
  token_endpoint_auth_method: "client_secret_post",
});

/**
 * Signs somebody in at the provider's own pages, as a browser would, from the address that it was sent to. Gives back the
 * address of ours that the provider sends it on to.
 */
export async function atProvider(address: string, name: string): Promise<URL> {
  const jar = new Map<string, string>();
  let next = address;
  let form: URLSearchParams | null = null;
  for (let step = 0; step < 12; step += 1) {
    const answer: Response = await fetch(next, {
      redirect: "manual",
      method: form ? "POST" : "GET",
      body: form,
      headers: { cookie: [...jar].map((pair) => pair.join("=")).join("; ") },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, key = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value) jar.set(key, value);
      else jar.delete(key);
    }
    const location = answer.headers.get("location");
    form = null;
    if (location) {
      const to = new URL(location, next);
      if (to.origin !== new URL(address).origin) return to;
      next = to.href;
      continue;
    }
    const html = await answer.text();
    const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1];
    if (!action) throw new Error(`the provider says: ${html.slice(0, 500)}`);
    next = new URL(action, next).href;
    const prompt = /name="prompt" value="(\w+)"/.exec(html)?.[1] ?? "consent";
    form = new URLSearchParams({ prompt, login: name, password: "any" });
  }
  throw new Error("the provider does not send the browser back");
}
