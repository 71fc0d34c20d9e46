import * as z from "zod";
import { DELETE, GET, PATCH, POST, PUT } from "@/app/scim/v2/[[...path]]/route";
import { peerHeader } from "@/lib/auth/peer";
import { createToken, type NewScimToken } from "@/lib/scim/token-commands";
import { as } from "@/scripts/demo-stage";
import { asRequest } from "@/tests/doors/request";
import type { Tenant } from "./stage";

const ROUTES = { GET, POST, PUT, PATCH, DELETE };
export type Method = keyof typeof ROUTES;

const anything = z.looseObject({});

/** What came back: the status, the body as JSON, and the headers. */
export type Answer = {
  readonly status: number;
  readonly body: z.output<typeof anything>;
  readonly headers: Headers;
};

type Sent = { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

/** A request as a provider sends it, through the door. `path` is what stands behind /scim/v2. */
export async function scim(
  token: string,
  method: Method,
  path: string,
  { body, headers = {} }: Sent = {},
): Promise<Answer> {
  const sent = {
    ...peerHeader("10.0.0.1"),
    authorization: `Bearer ${token}`,
    "content-type": "application/scim+json",
    ...headers,
  };
  const url = new URL(`http://localhost:3000/scim/v2${path}`);
  const request = new Request(url, {
    method,
    headers: sent,
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const parts = url.pathname.split("/").slice(3).map(decodeURIComponent);
  const params = Promise.resolve({ path: parts });
  const answer = await asRequest(
    headers.cookie ?? null,
    () => ROUTES[method](request, { params }),
    sent,
  );
  const text = await answer.text();
  return {
    status: answer.status,
    body: anything.parse(text ? JSON.parse(text) : {}),
    headers: answer.headers,
  };
}

export const makeToken = async (
  { owner }: Tenant,
  preset: "Viewer" | "Responder" | "Admin" = "Responder",
): Promise<string> =>
  (
    await as(
      owner,
      Date.now(),
      (context): Promise<NewScimToken> => createToken(context, { preset }),
    )
  ).token;

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";

/** A user as Okta sends one. */
export const oktaUser = (userName: string, more: object = {}) => ({
  schemas: [USER],
  userName,
  name: { givenName: "Nora", familyName: "New" },
  emails: [{ primary: true, value: userName, type: "work" }],
  displayName: "Nora New",
  locale: "en-US",
  externalId: `00u-${userName}`,
  groups: [],
  password: "1mz050nq",
  active: true,
  ...more,
});

/** Makes a user; gives back the id. */
export async function newUser(token: string, userName: string, more: object = {}): Promise<string> {
  const made = await scim(token, "POST", "/Users", { body: oktaUser(userName, more) });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return String(made.body.id);
}

/** One operation as Entra sends it. */
export const entra = (op: string, path: string | undefined, value?: unknown) => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
  Operations: [{ op, ...(path && { path }), ...(value !== undefined && { value }) }],
});

export const setActive = (token: string, id: string, active: unknown) =>
  scim(token, "PATCH", `/Users/${id}`, { body: entra("Replace", "active", active) });
