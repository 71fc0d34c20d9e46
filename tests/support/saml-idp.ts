import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import * as z from "zod";
import { KEYS, newId } from "./saml";

// Playwright finds no names in what is no module.
const { Constants, IdentityProvider, SamlLib, ServiceProvider, setSchemaValidator } = createRequire(
  import.meta.url,
)("samlify") as typeof import("samlify");

type Key = (typeof KEYS)[keyof typeof KEYS];

/** A real SAML provider on this machine, by samlify, whose page lets in whoever types any name. */
export type SamlServer = {
  /** Its entity id, where its metadata is, too. */
  readonly issuer: string;
  /** A page of its own with a tile that leads to us, which nobody asked for. */
  readonly tile: string;
  /** What it signs by from now on: the first; its metadata names all. */
  readonly use: (...keys: readonly [Key, ...Key[]]) => void;
  /** From now on it lets nobody in, or again everybody. */
  readonly refuse: (refuses: boolean) => void;
  readonly close: () => Promise<void>;
};

const TEMPLATE = SamlLib.defaultLoginResponseTemplate.context.replace(
  "{AuthnStatement}",
  '<saml:AuthnStatement AuthnInstant="{IssueInstant}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>',
);
/** As Entra says that somebody may not come in: not signed, without an assertion, and with words. */
const DENIED =
  '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{ID}" Version="2.0" IssueInstant="{IssueInstant}" Destination="{Destination}" InResponseTo="{InResponseTo}"><saml:Issuer>{Issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:RequestDenied"/></samlp:StatusCode><samlp:StatusMessage>You are not assigned to this application.</samlp:StatusMessage></samlp:Status></samlp:Response>';

// What we send is checked by what comes back; there is no schema of XML among the packages.
setSchemaValidator({ validate: async () => "not looked at" });

const bare = ({ certificate }: Key): string => certificate.replaceAll(/-----[A-Z ]+-----|\s/g, "");

function idpOf(issuer: string, [first, ...others]: readonly [Key, ...Key[]]) {
  return IdentityProvider({
    entityID: issuer,
    privateKey: first.key,
    signingCert: [first, ...others].map(bare),
    nameIDFormat: ["urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"],
    requestSignatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    singleLogoutService: [
      { Binding: Constants.namespace.binding.redirect, Location: `${issuer}/sign-out` },
    ],
    singleSignOnService: [
      { Binding: Constants.namespace.binding.post, Location: `${issuer}/post` },
      { Binding: Constants.namespace.binding.redirect, Location: `${issuer}/sign-in` },
    ],
    loginResponseTemplate: { ...SamlLib.defaultLoginResponseTemplate, context: TEMPLATE },
  });
}

/** The metadata of a provider with this entity id, which signs by these keys. */
export const metadataOf = (issuer: string, keys: readonly [Key, ...Key[]]): string =>
  idpOf(issuer, keys).getMetadata();

/** Starts one for us, whose metadata are at an address that is asked for when it has one of its own. */
export async function startSaml(): Promise<SamlServer & { know: (metadata: string) => void }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Another site than ours, which is localhost: the browser brings no cookie of ours with what is posted.
  const issuer = `http://127.0.0.1:${portOf(server)}`;
  let keys: readonly [Key, ...Key[]] = [KEYS.one];
  let us = "";
  let refuses = false;

  const pages: Record<string, (request: IncomingMessage, url: URL) => Promise<string>> = {
    "/": async () => idpOf(issuer, keys).getMetadata(),
    "/tile": async () => login(""),
    "/sign-in": async (_, { searchParams }) => login(searchParams.get("SAMLRequest") ?? ""),
    "/answer": async (request) => {
      let body = "";
      for await (const part of request) body += part;
      const form = new URLSearchParams(body);
      return answer(form.get("request") ?? "", form.get("login") ?? "");
    },
  };

  /** The response that a browser posts to us, by a page that sends itself. */
  async function answer(asked: string, name: string): Promise<string> {
    const sp = ServiceProvider({ metadata: await (await fetch(us)).text() });
    const idp = idpOf(issuer, [keys[0]]);
    const request = asked
      ? await idp.parseLoginRequest(sp, "redirect", { query: { SAMLRequest: asked } })
      : null;
    const acs = sp.entityMeta.getAssertionConsumerService("post");
    const now = Date.now();
    const at = (ms: number) => new Date(ms).toISOString();
    const tags = {
      ID: newId(),
      AssertionID: newId(),
      Destination: String(acs),
      SubjectRecipient: String(acs),
      Audience: sp.entityMeta.getEntityID(),
      Issuer: issuer,
      IssueInstant: at(now),
      StatusCode: Constants.StatusCode.Success,
      ConditionsNotBefore: at(now),
      ConditionsNotOnOrAfter: at(now + 300_000),
      SubjectConfirmationDataNotOnOrAfter: at(now + 300_000),
      NameIDFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
      NameID: name,
      InResponseTo: idOf(request?.extract.request),
      AttributeStatement: "",
    };
    const write = (template: string): string => SamlLib.replaceTagsByValue(template, tags);
    const said = refuses
      ? Buffer.from(write(DENIED)).toString("base64")
      : await signedBy(idp, sp, (template) => ({ id: tags.ID, context: write(template) }));
    return page(
      `<form method="post" action="${acs}"><input type="hidden" name="SAMLResponse" value="${said}"></form><script>document.forms[0].submit()</script>`,
    );
  }

  server.on("request", async (request, response) => {
    const url = new URL(request.url ?? "", issuer);
    const made = await pages[url.pathname]?.(request, url).catch((error: unknown) => String(error));
    respond(response, made, url.pathname === "/");
  });
  return {
    issuer,
    tile: `${issuer}/tile`,
    know: (metadata) => {
      us = metadata;
    },
    use: (...next) => {
      keys = next;
    },
    refuse: (now) => {
      refuses = now;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The id of the request that is answered; none for the tile's, which nobody asked. */
const idOf = (request: unknown): string | undefined =>
  z.object({ id: z.string() }).safeParse(request).data?.id;

/** A response of samlify's, signed as we ask for it. */
async function signedBy(
  idp: ReturnType<typeof idpOf>,
  sp: ReturnType<typeof ServiceProvider>,
  customTagReplacement: (template: string) => { readonly id: string; readonly context: string },
): Promise<string> {
  const options = { customTagReplacement };
  return (await idp.createLoginResponse(sp, { extract: {} }, "post", {}, options)).context;
}

const page = (body: string): string => `<!doctype html><title>Provider</title>${body}`;

const login = (asked: string): string =>
  page(
    `<form method="post" action="/answer"><input type="hidden" name="request" value="${asked}"><label>Name <input name="login"></label><button>Sign in</button></form>`,
  );

function respond(response: ServerResponse, text: string | undefined, isXml: boolean): void {
  const type = isXml ? "application/samlmetadata+xml" : "text/html";
  response.writeHead(text === undefined ? 404 : 200, { "Content-Type": `${type}; charset=utf-8` });
  response.end(text);
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  return address.port;
}
