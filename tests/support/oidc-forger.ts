import { createServer } from "node:http";
import { createServer as createHttps, type ServerOptions } from "node:https";
import type { Server } from "node:net";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";

/** What is wrong with the answer to a sign-in; empty: nothing. */
export type Forgery = {
  /** Claims instead of the right ones; undefined leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Who signs: another key under the right name, one nobody named, or one that is no secret. */
  readonly by?:
    | "another key"
    | "an unknown key"
    | "nobody"
    | "the client secret"
    | "the public key";
};

export type Forger = {
  readonly issuer: string;
  readonly port: number;
  /** The query with which a browser comes back that was sent to this address, as somebody. */
  readonly answer: (address: string, sub: string, forgery?: Forgery) => Promise<URLSearchParams>;
  readonly close: () => Promise<void>;
};

/** Whom it plays: by TLS, at an address that leads to it, by a name that it says instead of that. */
export type Role = {
  readonly address: string;
  readonly issuer: string;
  readonly tls: Pick<ServerOptions, "key" | "cert">;
};

/** An OpenID Connect provider that says what it is told to, forged in one way at a time. */
export async function startForger(secret: string, role?: Role): Promise<Forger> {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const other = await generateKeyPair("RS256");
  const tokens = new Map<string, string>();
  const server = role ? createHttps(role.tls) : createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = role?.address ?? `http://localhost:${portOf(server)}`;
  const issuer = role?.issuer ?? address;
  const path = new URL(address).pathname.replace(/\/$/, "");
  const pages: Record<string, (body: string) => unknown> = {
    "/.well-known/openid-configuration": () => ({
      issuer,
      authorization_endpoint: `${address}/auth`,
      token_endpoint: `${address}/token`,
      jwks_uri: `${address}/keys`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      // What a provider may sign with: also what it must not be believed.
      id_token_signing_alg_values_supported: ["RS256", "HS256", "none"],
    }),
    "/keys": async () => ({
      keys: [{ ...(await exportJWK(publicKey)), kid: "one", use: "sig", alg: "RS256" }],
    }),
    "/token": (body) => ({
      access_token: "any",
      token_type: "Bearer",
      id_token: tokens.get(new URLSearchParams(body).get("code") ?? ""),
    }),
  };
  server.on("request", async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const page = pages[(request.url ?? "").replace(path, "").replace(/\?.*/, "")];
    response.writeHead(page ? 200 : 404, { "Content-Type": "application/json" });
    response.end(JSON.stringify((await page?.(body)) ?? {}));
  });

  async function sign(claims: Record<string, unknown>, by: Forgery["by"]): Promise<string> {
    const header = (alg: string, kid = "one") =>
      new SignJWT(claims).setProtectedHeader({ alg, kid });
    const bytes = (text: string) => new TextEncoder().encode(text);
    if (by === "nobody") return new UnsecuredJWT(claims).encode();
    if (by === "another key") return header("RS256").sign(other.privateKey);
    if (by === "an unknown key") return header("RS256", "two").sign(other.privateKey);
    if (by === "the client secret") return header("HS256").sign(bytes(secret));
    if (by === "the public key") return header("HS256").sign(bytes(await exportSPKI(publicKey)));
    return header("RS256").sign(privateKey);
  }

  return {
    issuer,
    port: portOf(server),
    async answer(sentTo, sub, { claims = {}, by } = {}) {
      const asked = new URL(sentTo).searchParams;
      const now = Math.floor(Date.now() / 1000);
      const code = `code-${tokens.size}`;
      const good = {
        iss: issuer,
        aud: asked.get("client_id"),
        sub,
        nonce: asked.get("nonce"),
        iat: now,
        exp: now + 300,
        auth_time: now,
      };
      tokens.set(code, await sign({ ...good, ...claims }, by));
      return new URLSearchParams({ code, state: asked.get("state") ?? "" });
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  return address.port;
}
