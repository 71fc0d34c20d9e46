import { createServer, type Server } from "node:http";
import Provider, { type ClientMetadata } from "oidc-provider";
import * as z from "zod";

/** A real OpenID Connect provider on this machine, whose page lets in whoever types any name. The name is the address, too. */
export type OidcServer = {
  readonly issuer: string;
  /** What it gave out so far: tokens of access and of identity. */
  readonly tokens: readonly string[];
  readonly close: () => Promise<void>;
};

export type OidcClient = {
  readonly id: string;
  readonly secret: string;
  readonly callback: string;
};

/** Starts one, at an address of this machine if one is given; what it knows its clients by is asked when it has one. */
export async function startOidc(
  clientsOf: (issuer: string) => Promise<readonly OidcClient[]> | readonly OidcClient[],
  at = "http://localhost:0",
): Promise<OidcServer> {
  const server = createServer();
  const { port, pathname } = new URL(at);
  await new Promise<void>((resolve) => server.listen(Number(port), "127.0.0.1", resolve));
  const path = pathname.replace(/\/$/, "");
  const issuer = `http://localhost:${portOf(server)}${path}`;
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
  const tokens: string[] = [];
  provider.on("grant.success", ({ body }: { readonly body?: unknown }) => {
    tokens.push(...Object.values(tokensSchema.parse(body)).filter((one) => one !== undefined));
  });
  const answer = provider.callback();
  server.on("request", (request, response) => {
    // Below a path, as Express says where something is mounted.
    const originalUrl = request.url ?? "";
    return answer(
      Object.assign(request, { originalUrl, url: originalUrl.slice(path.length) }),
      response,
    );
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { issuer, tokens, close };
}

const token = z.string().min(20).optional();
const tokensSchema = z.object({ access_token: token, id_token: token, refresh_token: token });

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
